/** Any claim for a widget, and any part of what exists of it, for the properties that hold for all of them. */
import * as fc from 'fast-check';
import { dispatch } from '../runtime/index.ts';
import { functions } from './widget.ts';
import { grown } from './widget-life.ts';
import { dev, type Existing, type WidgetRequest } from './widget-request.ts';

const anyItem = fc.constantFrom('a', 'b', 'a-b', 'a.b', 'b.a', 'A_b', '__proto__', 'none');
export const spec = fc.record(
  {
    teeth: fc.integer({ min: 1, max: 50 }),
    version: fc.constantFrom('1', '2'),
    stickers: fc.dictionary(anyItem, fc.constantFrom('x', 'y'), { maxKeys: 3 }),
    connectionSecret: fc.constantFrom({ keyAliases: { PGHOST: 'host' } }, { name: 'own-name' }, {}),
  },
  { requiredKeys: [] },
);
export const claim: fc.Arbitrary<WidgetRequest> = fc.record({
  spec,
  target: fc.constantFrom('local', 'cloud'),
  flavour: fc.constantFrom('namespaced' as const, 'claims' as const),
  environment: fc.constantFrom(dev, { ...dev, tier: 'prod' }),
});
/** A claim that has long been ready, and any part of what exists of it. */
export const partlySeen = claim.chain((born) => {
  const whole = grown(dispatch(functions), born);
  const keys = fc.subarray(Object.keys(whole.observed ?? {}));
  const isWorking = fc.boolean();
  return fc.record({ whole: fc.constant(whole), keys, isWorking });
});

/** The request in which only `keys` of what exists are seen, working or still without any status. */
export function seen(whole: WidgetRequest, keys: readonly string[], isWorking: boolean): WidgetRequest {
  const entries = keys.map((key) => {
    const found = whole.observed?.[key] as Existing;
    const { status: _, ...silent } = found.object;
    return [key, isWorking ? found : { object: silent }] as const;
  });
  return { ...whole, observed: Object.fromEntries(entries) };
}

/** Law 2 of the runtime for functions: names are never shared. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gadget, gadgetLocal, gadgetPlanner } from '../testing/gadget.ts';
import { cluster } from '../testing/widget-life.ts';
import { dev, settle, type WidgetRequest, widgetRequest } from '../testing/widget-request.ts';
import { functions } from '../testing/widget.ts';
import { dispatch } from './index.ts';

const handler = dispatch(functions);
const objects = (request: WidgetRequest, using = handler) => {
  const { desired, results } = settle(using, widgetRequest(request), cluster);
  expect(results).toEqual([]);
  return Object.fromEntries(Object.entries(desired?.resources ?? {}).map(([key, { resource }]) => [key, resource]));
};

test('law 2: two claims never compose the same object, nor anything of the same name in the cloud', () => {
  const both = dispatch({ ...functions, gadget: { planner: gadgetPlanner, targets: { local: gadgetLocal } } });
  const word = fc.constantFrom('a', 'b', 'widget', 'gadget', 'gear', 'sticker');
  const words = (separators: string) =>
    fc
      .stringMatching(new RegExp(`^[a-z]{1,2}([${separators}]x){0,3}$`))
      .chain((tail) => word.map((w) => `${w}-${tail}`));
  const identity = fc.record({
    kind: fc.constantFrom('Widget', gadget.kind),
    name: fc.oneof(word, words('.-')),
    namespace: fc.oneof(word, words('-')),
    flavour: fc.constantFrom('namespaced' as const, 'claims' as const),
    environment: fc.oneof(word, words('-')).map((id) => ({ ...dev, name: id })),
    stickers: fc.uniqueArray(fc.oneof(word, words('._-')), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(identity, { minLength: 2, maxLength: 8 }), (claims) => {
      const owners = new Map<string, string>();
      const take = (thing: string, owner: string) => {
        expect(owners.get(thing) ?? owner).toBe(owner);
        owners.set(thing, owner);
      };
      for (const { stickers, environment, ...rest } of claims) {
        const texts = { stickers: Object.fromEntries(stickers.map((sticker) => [sticker, 'x'])) };
        const owner = `${environment.name} ${rest.namespace} ${rest.kind} ${rest.name}`;
        for (const [key, object] of Object.entries(objects({ ...rest, environment, spec: texts }, both))) {
          const { kind, metadata, spec: body } = object as Record<string, Record<string, string>>;
          take(
            `${environment.name} ${metadata?.['namespace']} ${String(kind)} ${metadata?.['name']}`,
            `${owner} ${key}`,
          );
          if (body?.['identity'] !== undefined) take(body['identity'], owner);
        }
      }
    }),
  );
});

test('law 2: every name fits the limit of its kind, however long the claim and its items are called', () => {
  const long = fc.stringMatching(/^[a-z][a-z0-9.-]{0,61}[a-z0-9]$/);
  const items = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 70 }), { maxLength: 3 });
  fc.assert(
    fc.property(long, fc.stringMatching(/^[a-z][a-z0-9-]{0,61}[a-z]$/), items, (name, namespace, stickers) => {
      const texts = { stickers: Object.fromEntries(stickers.map((sticker) => [sticker, 'x'])) };
      for (const object of Object.values(objects({ name, namespace, target: 'cloud', spec: texts }))) {
        const { kind, metadata, spec: body } = object as Record<string, Record<string, string>>;
        expect(metadata?.['name']?.length).toBeLessThanOrEqual(String(kind) === 'Gear' ? 50 : 40);
        expect(body?.['identity']?.length ?? 0).toBeLessThanOrEqual(40);
      }
    }),
  );
});

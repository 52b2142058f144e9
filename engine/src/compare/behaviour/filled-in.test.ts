import { describe, expect, it } from 'vitest';
import { perTarget, platform } from '../../index.ts';
import { functionsOf, main } from '../../authoring/index.ts';
import { defaulted, extended, integer, map, object, optional, string } from '../../schema/index.ts';
import { decide, environment, Gear, widget } from '../../testing/widget.ts';
import { fieldsIn } from './about.ts';
import { compareSettled } from './compare-settled.ts';
import { withFilledIn } from './filled-in.ts';
import { settler } from './settle.ts';

const entry = object({ text: optional(string('Text.', { maxLength: 9 })), weight: optional(integer('Weight.', {})) });
const schema = object({
  teeth: optional(integer('Teeth.', {})),
  stickers: optional(map('Stickers.', entry, { maxProperties: 9 })),
  advanced: optional(object({ oil: optional(integer('Oil.', {})) }, { description: 'Advanced.' })),
});

describe('what the API server filled in', () => {
  it.each([
    { reason: 'a field that is left out keeps its value', written: {}, stored: { teeth: 10 }, is: { teeth: 10 } },
    { reason: 'what is written counts', written: { teeth: 5 }, stored: { teeth: 10 }, is: { teeth: 5 } },
    { reason: 'a field that the API no longer has is pruned', written: {}, stored: { rust: 1 }, is: {} },
    {
      reason: 'so is one within a field that is left out',
      written: {},
      stored: { advanced: { oil: 1, rust: 2 } },
      is: { advanced: { oil: 1 } },
    },
    {
      reason: 'an entry that is no longer written is gone, and the others keep what was filled in',
      written: { stickers: { red: { text: 'Red' } } },
      stored: { stickers: { red: { text: 'R', weight: 1 }, blue: {} } },
      is: { stickers: { red: { text: 'Red', weight: 1 } } },
    },
    {
      reason: 'a new entry has what is written',
      written: { stickers: { red: {} } },
      stored: {},
      is: { stickers: { red: {} } },
    },
    {
      reason: 'a value of another type counts as it is written',
      written: { stickers: 7 },
      stored: { stickers: {} },
      is: { stickers: 7 },
    },
  ])('stays: $reason', ({ written, stored, is }) => {
    expect(withFilledIn(schema, written, stored)).toEqual(is);
  });
});

/** A release that fills in so many teeth, and allows no fewer than the minimum. */
function release(teeth: number, minimum = 1) {
  const spec = extended(widget.spec, {
    fields: { teeth: defaulted(integer('How many teeth.', { minimum, maximum: 1000 }), teeth) },
  });
  const api = { ...widget, spec };
  const { planner, target } = functionsOf({ environment });
  const cut = planner(api, ({ spec: own }) => ({ record: { version: '1', teeth: own.teeth } }));
  const local = target(
    cut,
    {
      ignores: { 'spec.size': 'no', 'spec.version': 'no', 'spec.stickers': 'no' },
      resources: { gear: main(Gear) },
      record: { decide },
    },
    ({ record }) => ({
      resources: { gear: Gear({ spec: { ...record } }) },
      secret: { host: 'here', port: '1', username: 'turner', password: 'squeaky' },
      status: { endpoint: 'here:1' },
    }),
  );
  return platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.0.0',
    apis: { widget: api },
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions: { widget: { planner: cut, targets: { local, cloud: local } } } }),
    packages: perTarget('toys', ['local']),
  });
}

const config = {
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'toys' },
  data: { name: 'local', version: '1' },
};
const widgetWith = (spec: object) => ({
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
  spec,
});

describe('a claim that exists', () => {
  it.each([
    { flavour: 'namespaced' as const, written: {}, says: [] },
    { flavour: 'claims' as const, written: {}, says: [] },
    { flavour: 'namespaced' as const, written: { teeth: 30 }, says: [] },
  ])('keeps the default with which it was stored: $flavour, $written', async ({ flavour, written, says }) => {
    const cell = { claim: widgetWith(written), target: 'local', environment: 'local' };
    const options = { environments: { local: config }, flavour };
    const [before, after] = [await settler(release(10), options), await settler(release(20), options)];
    const old = before(cell);
    expect(compareSettled([old], [after(cell, old.outcome)], fieldsIn())).toEqual(says);
    expect(JSON.stringify(after(cell).outcome)).toContain(`"teeth":${written.teeth ?? 20}`);
  });

  it('is refused if its stored default is not allowed any more, as the same claim with that value would be', async () => {
    const options = { environments: { local: config } };
    const [before, after] = [await settler(release(10), options), await settler(release(20, 15), options)];
    const cell = { claim: widgetWith({}), target: 'local', environment: 'local' };
    const old = before(cell);
    const findings = compareSettled([old], [after(cell, old.outcome)], fieldsIn());
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      expect.stringMatching(/^claim-refused a claim that was served is refused: spec\.teeth: Invalid value: 10: /),
    ]);
  });

  it('goes on as it is stored if nobody can write it any more, and that is told beside what changes', async () => {
    const options = { environments: { local: config } };
    const [before, after] = [await settler(release(10), options), await settler(release(20, 15), options)];
    const cell = { claim: widgetWith({ teeth: 12 }), target: 'local', environment: 'local' };
    const old = before(cell);
    const now = after(cell, old.outcome);
    expect(now.outcome).toMatchObject({
      invalid: { path: 'spec.teeth' },
      composed: [{ kind: 'Secret' }, { kind: 'Gear', spec: { teeth: 12 } }],
    });
    expect(compareSettled([old], [now], fieldsIn()).map(({ rule }) => rule)).toEqual(['claim-invalid']);
    expect(compareSettled([now], [now], fieldsIn())).toEqual([]);
    // A new claim is nothing but refused.
    expect(after(cell).outcome).toMatchObject({ reason: 'invalid', path: 'spec.teeth' });
  });

  it('is as old as it is in the cluster, since names may have the time of its creation', async () => {
    const settle = await settler(release(10), { environments: { local: config } });
    const cell = { claim: widgetWith({}), target: 'local', environment: 'local' };
    const creationTimestamp = '2024-01-01T00:00:00Z';
    const xr = { ...cell.claim, metadata: { ...cell.claim.metadata, uid: 'u-1', creationTimestamp } };
    expect(settle(cell, { xr, composed: [], unready: [] }).outcome).toMatchObject({
      xr: { metadata: { uid: 'u-1', creationTimestamp } },
    });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { type AnyConcern, type AnyFunctions, holds, none } from '../authoring/index.ts';
import { perTarget, platform } from '../index.ts';
import { apis, functions as toys, Gear, Login, Shelf, Sticker } from '../testing/widget.ts';
import { examine } from './examine.ts';

const claim = (spec: object) => ({
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
  spec,
});
const environment = (name: string, more: object = {}) => ({
  name,
  config: {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: 'toys' },
    data: { name, version: '1', ...more },
  },
});
const environments = [environment('local'), environment('prod', { cloud: { region: 'moon' }, maxTeeth: 500 })];
const guard: AnyConcern = { name: 'guard', promise: 'Everything is guarded.' };
const owner: AnyConcern = { name: 'owner', promise: 'Everything has an owner.', fields: () => ({}) };

async function examined(of: { concerns?: readonly AnyConcern[]; ignores?: object; claims?: readonly object[] }) {
  const planner = { ...toys.widget.planner, concerns: of.concerns ?? [] };
  const { local, cloud } = toys.widget.targets;
  const ignores = of.ignores ?? local.ignores;
  const functions = {
    widget: { planner, targets: { local: { ...local, planner, ignores }, cloud: { ...cloud, planner, ignores } } },
  } as unknown as AnyFunctions;
  const value = platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions }),
    packages: perTarget('toys', ['local', 'cloud']),
  } as never);
  return examine(value, { claims: of.claims ?? ([claim({ size: 'large' })] as never), environments } as never);
}

describe('a kind that is silent about a concern', () => {
  const kinds = [Gear, Login, Shelf, Sticker];
  const say = (concerns: object) => kinds.forEach((kind) => Object.assign(kind, { concerns }));
  afterEach(() => say({}));

  it.each([
    { concerns: {}, silent: 4, reason: 'it says nothing' },
    { concerns: { guard: {} }, silent: 4, reason: 'an empty object is no word about it' },
    { concerns: { gaurd: holds }, silent: 8, reason: 'it names one that the platform does not have' },
    { concerns: { guard: holds }, silent: 0, reason: 'it holds' },
    { concerns: { guard: 'needs' }, silent: 0, reason: 'another resource must give it' },
    { concerns: { guard: none('a toy is safe') }, silent: 0, reason: 'it means nothing for the kind' },
    { concerns: { guard: () => undefined }, silent: 0, reason: 'each object is looked at' },
  ])('is found $silent times: $reason', async ({ concerns, silent }) => {
    say(concerns);
    const { silentKinds } = await examined({ concerns: [owner, guard] });
    expect(silentKinds).toHaveLength(silent);
    for (const sentence of silentKinds) expect(sentence).toMatch(/^\w+ \(toys\.example\.org\/v1\): its `concerns` /);
  });
});

describe('a field that influences nothing', () => {
  it('is found on each target, unless the target ignores it by declaration', async () => {
    expect((await examined({ ignores: {} })).unreadFields).toEqual([
      'Widget on local: spec.size influences nothing: read it, or let the target say why in `ignores`',
      'Widget on cloud: spec.size influences nothing: read it, or let the target say why in `ignores`',
    ]);
    expect((await examined({})).unreadFields).toEqual([]);
  });

  it.each([
    { field: 'spec.teeth', says: '`ignores` has spec.teeth, which influences what is composed' },
    { field: 'spec.stickers', says: '`ignores` has spec.stickers, which influences what is composed' },
    { field: 'spec.siez', says: '`ignores` has spec.siez, which is no field of the claim' },
  ])('cannot be declared of $field', async ({ field, says }) => {
    const { unreadFields } = await examined({ ignores: { 'spec.size': 'one size', [field]: 'a mistake' } });
    expect(unreadFields).toEqual([`Widget on local: ${says}`, `Widget on cloud: ${says}`]);
  });

  it('is not looked for where every example is refused: there is nothing to compare', async () => {
    const claims = [claim({ teeth: 1000 })];
    expect((await examined({ claims, ignores: {} })).unreadFields).toEqual([]);
  });
});

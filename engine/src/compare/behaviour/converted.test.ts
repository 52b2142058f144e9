import { describe, expect, it } from 'vitest';
import { platform } from '../../platform/platform.ts';
import { perTarget } from '../../platform/package.ts';
import type { Conversion } from '../../schema/index.ts';
import { cutTeeth, cutWidget } from '../../testing/cut-widget.ts';
import { apis, functions } from '../../testing/widget.ts';
import { aboutRelease, withConverted } from './about.ts';
import { settler } from './settle.ts';
import { isState, type Settled } from './settled.ts';

const toys = (release: Pick<ReturnType<typeof cutWidget>, 'apis' | 'functions'>) =>
  platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.0.0',
    apis: release.apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions: release.functions }) as never,
    packages: perTarget('toys', ['local']),
  });
const environments = {
  local: {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: 'toys' },
    data: { name: 'local', version: '1' },
  },
};
const claim = {
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
  spec: { teeth: 20, size: 'large' },
};
const cell = { claim, target: 'local', environment: 'local' };

async function settled(conversion?: Conversion<never>): Promise<Settled> {
  const old = (await settler(toys({ apis, functions }), { environments }))(cell);
  const now = await settler(toys(cutWidget('both', conversion)), { environments });
  return now({ ...cell, converted: true }, old.outcome);
}

describe('a converted claim', () => {
  it('is stored without the fields that went from its file, and composes the same', async () => {
    const { claim: title, outcome } = await settled();
    expect(title).toBe('team-a/big (converted)');
    if (!isState(outcome)) throw new Error(outcome.refusal);
    const { crossplane: _, ...spec } = Object(outcome.xr['spec']) as Record<string, unknown>;
    expect(spec).toEqual({ size: 'large', cut: { teeth: 20 } });
    expect(outcome.composed.find(({ kind }) => kind === 'Gear')).toMatchObject({ spec: { teeth: 20 } });
  });

  it('that cannot be converted composes nothing', async () => {
    const broken = { from: cutTeeth.from, to: () => JSON.parse('{') as never };
    expect((await settled(broken)).outcome).toMatchObject({
      reason: 'unconverted',
      refusal: expect.stringMatching(/^convert throws: /),
    });
  });

  it('is asked for only of a release that converts its kind', async () => {
    const [plain, cut] = [
      await aboutRelease(toys({ apis, functions }), []),
      await aboutRelease(toys(cutWidget('both')), []),
    ];
    expect(withConverted([cell], plain)).toEqual([cell]);
    expect(withConverted([cell], cut)).toEqual([cell, { ...cell, converted: true }]);
  });
});

/** An API under more than one version: the same claim, whatever its file says. */
import { claimRenderer, judge, type KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { blocks, textOf } from './page.ts';

const [newer = ''] = blocks(textOf('docs/versions.md'), 'yaml');
const stored = example('resiliency-policy.yaml');
const verdicts = (...texts: string[]) =>
  judge(
    texts.map((text, index) => ({ file: `${index}.yaml`, text, named: true })),
    platform,
    { flavour: 'namespaced', strict: false },
  ).claims.map(({ verdict }) => verdict);

describe('a claim in another version that is served', () => {
  test('is the example in all but its version', () => {
    expect({ ...(parse(newer) as KubernetesObject), apiVersion: stored.apiVersion }).toEqual(stored);
    expect((parse(newer) as KubernetesObject).apiVersion).not.toBe(stored.apiVersion);
  });

  test('is valid, and the same object as in the stored one', () => {
    expect(verdicts(newer)).toMatchObject([{ valid: true }]);
    const twice = verdicts(newer, newer.replace('v1beta1', 'v1alpha1'));
    expect(twice.filter(({ valid }) => valid)).toHaveLength(1);
  });

  test('becomes the same', async () => {
    const render = await claimRenderer(platform, { target: 'local' });
    const surroundings = { environment: environmentConfig('local') };
    const { xr, composed } = await render(parse(newer) as KubernetesObject, surroundings);
    const ofStored = await render(stored, surroundings);
    expect({ xr, composed }).toEqual({ xr: ofStored.xr, composed: ofStored.composed });
  });

  test('of an API that has only one is refused, and the error names that one', () => {
    const text = newer.replace('ResiliencyPolicy', 'Cache');
    expect(verdicts(text)[0]?.errors).toMatchObject([
      { path: 'apiVersion', message: expect.stringContaining('it is served as "platform.example.org/v1alpha1"') },
    ]);
  });
});

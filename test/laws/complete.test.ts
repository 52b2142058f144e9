/** `planesmith render --complete` shows the resources that a claim has once it is ready. */
import { claimRenderer, type KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { environmentConfig } from '../cases/situation.ts';
import { platform } from '../cases/platform.ts';
import { readyClaim } from '../fixtures.ts';
import { accountOfAnother } from '../played/claim.ts';
import { optionsIn, type Place, serving } from './simulator.ts';

const titles = (objects: Iterable<KubernetesObject>) =>
  [...objects].map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted();

async function complete(place: Place): Promise<readonly KubernetesObject[]> {
  const { kind, target, spec } = optionsIn(place);
  const { scope, version } = place.api;
  const render = await claimRenderer(platform, { target, isComplete: true });
  const metadata = { name: 'orders', ...(scope === 'Namespaced' && { namespace: 'team-a' }) };
  const account = spec['serviceAccount'];
  const others = typeof account === 'string' ? [accountOfAnother(account)] : [];
  const claim = { apiVersion: `${platform.group}/${version}`, kind, metadata, spec };
  return (await render(claim, { environment: environmentConfig(place.environment), others })).composed;
}

describe('a complete render', () => {
  test.each(serving)('has all that a ready claim has: $kind $size on $target in $environment', async (place) => {
    expect(titles(await complete(place))).toEqual(titles(readyClaim(optionsIn(place)).objects.values()));
  });
});

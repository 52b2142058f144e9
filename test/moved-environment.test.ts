/** An environment that says another place from now on: what exists stays where and what it is, on every target of every API in these clouds. */
import type { Json } from 'planesmith/schema';
import { expect, test } from 'vitest';
import { example } from './cases/claims.ts';
import { platform } from './cases/platform.ts';
import { environmentConfig } from './cases/situation.ts';
import { PlayedClaim } from './played/claim.ts';

type Facts = Record<string, any>;

const subscription = '99999999-8888-7777-6666-555555555555';

/** What can be said of a cloud that would replace what is there already. */
const moves: Readonly<Record<string, (facts: Facts) => Facts>> = {
  gcp: (facts) => ({
    ...facts,
    project: 'example-other',
    region: 'europe-west1',
    network: 'projects/example-other/global/networks/other',
    workloadPool: 'example-other.svc.id.goog',
    kmsKey: 'projects/example-other/locations/europe-west1/keyRings/other/cryptoKeys/other',
    objects: { bucketPrefix: 'other' },
  }),
  azure: (facts) => ({
    ...facts,
    location: 'westeurope',
    resourceGroup: 'other',
    subscriptionID: subscription,
    cache: { ...facts['cache'], namePrefix: 'other' },
    messages: { namePrefix: 'other', sku: 'Standard' },
    objects: { accountPrefix: 'other' },
    postgres: {
      ...facts['postgres'],
      namePrefix: 'other',
      subnetID: facts['postgres'].subnetID.replace('databases', 'others'),
    },
    secrets: { vaultPrefix: 'other' },
  }),
};

const cells = Object.entries(platform.apis).flatMap(([key, { kind, targets }]) =>
  targets.filter((target) => target in moves).map((target) => ({ key, kind, target })),
);

test.each(cells)('a $kind on $target stays as it is', ({ key, kind, target }) => {
  const environment = environmentConfig('dev')['data'] as Facts;
  const spec = example(`${key}.yaml`)['spec'] as Record<string, Json>;
  const claim = new PlayedClaim({ kind, target, environment, spec });
  claim.settle();
  const before = desired(claim);
  claim.environment = { ...environment, [target]: moves[target]!(environment[target] as Facts) };
  claim.settle();
  expect(claim.ask().results).toEqual([]);
  expect(desired(claim)).toEqual(before);
});

/** What is wanted of everything that there is. */
function desired({ objects }: PlayedClaim) {
  return Object.fromEntries([...objects].map(([key, { status: _, ...object }]) => [key, object]));
}

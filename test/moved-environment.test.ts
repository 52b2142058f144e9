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

test.each(cells)(
  'a $kind on $target stays as it is also where one part of it is lost meanwhile',
  ({ key, kind, target }) => {
    const environment = environmentConfig('dev')['data'] as Facts;
    const spec = example(`${key}.yaml`)['spec'] as Record<string, Json>;
    for (const lost of Object.keys(desired(settled()))) {
      const claim = settled();
      const before = desired(claim);
      claim.objects.delete(lost);
      claim.environment = { ...environment, [target]: moves[target]!(environment[target] as Facts) };
      claim.reconcile();
      const { [lost]: _, ...others } = before;
      const { [lost]: again, ...now } = desired(claim);
      expect(now, `without ${lost}`).toEqual(others);
    }

    function settled(): PlayedClaim {
      const claim = new PlayedClaim({ kind, target, environment, spec });
      claim.settle();
      return claim;
    }
  },
);

test.each(['Premium without subnets', 'subnets that are none'])('nobody else is stopped by %s', (what) => {
  const environment = environmentConfig('dev')['data'] as Facts;
  const { clientSubnetIDs: _, ...azure } = environment['azure'];
  const broken = what.startsWith('Premium') ? azure : { ...azure, clientSubnetIDs: ['nowhere'] };
  for (const [key, { kind, targets }] of Object.entries(platform.apis)) {
    const needs = ['PubSub', 'CredentialStore', 'ObjectBucket'].includes(kind);
    for (const target of targets.filter((each) => each !== 'local' && !needs)) {
      const spec = example(`${key}.yaml`)['spec'] as Record<string, Json>;
      const claim = new PlayedClaim({ kind, target, environment: { ...environment, azure: broken }, spec });
      expect(claim.ask().results, `${kind} on ${target}`).toEqual([]);
    }
  }
});

/** What is wanted of everything that there is. */
function desired({ objects }: PlayedClaim) {
  return Object.fromEntries([...objects].map(([key, { status: _, ...object }]) => [key, object]));
}

/** An environment that names another place from now on: existing resources do not change, on every target of every API. */
import { expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { cells as everyCell, exampleSpec, facts as factsOf, type Loose, readyClaim, recorded } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

const subscription = '99999999-8888-7777-6666-555555555555';

/** Changes to the environment that would replace existing resources. */
const moves: Readonly<Record<string, (facts: Loose) => Loose>> = {
  aws: (facts) => ({
    ...facts,
    region: 'eu-west-3',
    accountID: '999999999999',
    kmsKeyID: 'arn:aws:kms:eu-west-3:999999999999:key/0a1b2c3d-0000-0000-0000-000000000000',
    ...(facts['alarms'] && { alarms: { topicARN: 'arn:aws:sns:eu-west-3:999999999999:others' } }),
    objects: { ...facts['objects'], bucketPrefix: 'other' },
  }),
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
  local: otherCluster,
  incluster: otherCluster,
};

/** Other stores for the data of claims in a cluster. Facts about the same stores may change (see `follows`). */
function otherCluster(facts: Loose): Loose {
  return {
    ...facts,
    ...(facts['backups'] && {
      backups: {
        ...(facts['backups'].schedule && { schedule: facts['backups'].schedule }),
        ...(facts['backups'].bucketClass ? otherBuckets : otherBackups),
      },
    }),
    messages: { ...facts['messages'], namespace: 'other', cluster: 'other', listener: 'other', replicas: 2 },
    objects: { storageClass: 'other', endpoint: 'http://objects.other.example.org:9000', region: 'other' },
  };
}

const otherBuckets = { bucketClass: 'other', endpoint: 'https://other.example.org' };
const otherBackups = {
  destination: 's3://other/place',
  endpoint: 'https://other.example.org',
  credentials: 'other-credentials',
  shared: false,
};

/** The section of the environment for a target. */
const sectionOf = (target: string) => (target === 'local' ? 'incluster' : target);

/** An environment without its own keys and alarms, and one with both. */
const tiers = ['dev', 'prod'];

const cells = everyCell.flatMap(({ key, kind, target }) =>
  tiers.map((tier) => ({ key, kind, target, tier, ...situation(key, target, tier) })),
);

/** The spec of a claim, and its environment before and after the move. */
function situation(key: string, target: string, tier: string) {
  const environment = factsOf(tier);
  const spec = exampleSpec(key);
  const section = sectionOf(target);
  const moved = { ...environment, [section]: moves[target]!(environment[section] as Loose) };
  return { environment, moved, spec };
}

test.each(cells)('a $kind on $target in $tier does not change', ({ kind, target, environment, moved, spec }) => {
  const claim = readyClaim({ kind, target, environment, spec });
  const before = desired(claim);
  claim.environment = moved;
  claim.settle();
  // These claims report that their AWS network cannot move: see functions/cloud/aws/network.ts.
  const staysBehind = target === 'aws' && ['Database', 'Cache'].includes(kind);
  expect(claim.ask().results).toMatchObject(staysBehind ? [{ message: expect.stringContaining('cannot move') }] : []);
  expect(desired(claim)).toEqual(before);
});

test.each(cells)(
  'a $kind on $target in $tier does not change either if one of its parts is lost meanwhile',
  ({ kind, target, environment, moved, spec }) => {
    for (const lost of Object.keys(desired(readyClaim({ kind, target, environment, spec })))) {
      const claim = readyClaim({ kind, target, environment, spec });
      const before = desired(claim);
      claim.objects.delete(lost);
      claim.environment = moved;
      claim.reconcile();
      const { [lost]: _, ...others } = before;
      const { [lost]: __, ...now } = desired(claim);
      expect(now, `without ${lost}`).toEqual(others);
      // Its cloud fills in again what it filled in before.
      claim.play(lost, 'ready');
      claim.reconcile();
      claim.play(lost, 'ready');
      const { [lost]: again } = desired(claim);
      // The receivers of alarms and the trusted accounts of this cluster come from the present environment.
      const isFromEnvironment = lost.startsWith('alarm.') || again?.['kind'] === 'ServiceAccountIAMMember';
      if (again && !isFromEnvironment) expect(again, `again ${lost}`).toEqual(before[lost]);
    }
  },
);

test.each(cells)('a $kind on $target in $tier is recovered from its resources if its status was lost', (cell) => {
  const { kind, target, environment, moved, spec } = cell;
  const claim = readyClaim({ kind, target, environment, spec });
  const before = desired(claim);
  claim.status = undefined;
  claim.environment = moved;
  claim.reconcile();
  expect(desired(claim)).toEqual(before);
});

/** Facts about a cluster that the platform team may change, because operator, store and authorities stay the same. */
const follows: readonly {
  readonly key: string;
  readonly what: string;
  readonly change: (facts: Loose) => object;
  readonly part: string;
  readonly says: string;
  readonly reason: string;
}[] = [
  {
    key: 'database',
    what: 'class of volumes',
    change: () => ({ storageClass: 'newer' }),
    part: 'cluster',
    says: 'newer',
    reason: 'volumes do not change, and only those of a new replica have the class (cloudnative-pg issue 8605)',
  },
  {
    key: 'database',
    what: 'namespace of the operator',
    change: ({ postgres }) => ({ postgres: { ...postgres, operatorNamespace: 'newer' } }),
    part: 'network',
    says: 'newer',
    reason: 'the operator must reach its pods',
  },
  {
    key: 'database',
    what: 'address of backups',
    change: ({ backups }) => ({ backups: { ...backups, endpoint: 'https://newer.example.org' } }),
    part: 'store',
    says: 'https://newer.example.org',
    reason: 'the place is the same',
  },
  {
    key: 'cache',
    what: 'namespace of the operator',
    change: ({ cache }) => ({ cache: { ...cache, operatorNamespace: 'newer' } }),
    part: 'network',
    says: 'newer',
    reason: 'the operator must reach its pods',
  },
  {
    key: 'pub-sub',
    what: 'listener',
    change: ({ messages }) => ({ messages: { ...messages, listener: 'newer' } }),
    part: 'access',
    says: 'newer',
    reason: 'the broker is the same',
  },
  {
    key: 'object-bucket',
    what: 'address of the object store',
    change: ({ objects }) => ({ objects: { ...objects, endpoint: 'https://newer.example.org' } }),
    part: 'connection-secret',
    says: btoa('https://newer.example.org'),
    reason: 'the store is the same',
  },
  {
    key: 'credential-store',
    what: 'store of secrets',
    change: ({ secrets }) => ({ secrets: { ...secrets, server: 'https://newer.example.org', role: 'newer' } }),
    part: 'store',
    says: 'https://newer.example.org',
    reason: 'a company has one store, and a claim whose values are not in it reports that and keeps its Secrets',
  },
];

test.each(follows)('a $key in a cluster follows another $what: $reason', ({ key, change, part, says }) => {
  const { environment, spec } = situation(key, 'incluster', 'dev');
  const claim = readyClaim({ kind: platform.apis[key]!.kind, target: 'incluster', environment, spec });
  const facts = environment['incluster'] as Loose;
  claim.environment = { ...environment, incluster: { ...facts, ...change(facts) } };
  claim.settle();
  expect(JSON.stringify(claim.objects.get(part))).toContain(JSON.stringify(says));
});

/** Parts that are added to a claim later, and an older part that must be in the same place. */
const additions = [
  { key: 'pub-sub', more: { topics: { later: {} } }, added: 'topic.later', beside: 'topic.orders' },
  {
    key: 'credential-store',
    more: { secrets: { later: { keys: ['token'] } } },
    added: 'entry.later',
    beside: 'entry.payment',
  },
];

test.each(
  additions.flatMap((addition) =>
    ['aws', 'gcp'].flatMap((target) => tiers.map((tier) => ({ ...addition, target, tier }))),
  ),
)(
  'a part that is added to a $key on $target in $tier is in the same place as its other parts',
  ({ key, target, tier, more, added, beside }) => {
    const { kind } = platform.apis[key]!;
    const { environment, moved, spec } = situation(key, target, tier);
    const claim = readyClaim({ kind, target, environment, spec });
    const [word, value] = Object.entries(more)[0]!;
    claim.environment = moved;
    claim.spec = { ...spec, [word]: { ...(spec[word] as object), ...value } };
    claim.settle();
    const placeOf = (part: string) => {
      const { region, project, kmsMasterKeyId, kmsKeyName, kmsKeyId, messageStoragePolicy, replication } = (
        claim.objects.get(part) as any
      ).spec.forProvider;
      return { region, project, kmsMasterKeyId, kmsKeyName, kmsKeyId, messageStoragePolicy, replication };
    };
    expect(placeOf(added)).toEqual(placeOf(beside));
  },
);

test.each([
  { cloud: 'aws', moved: { region: 'eu-west-3' }, path: 'kmsKeyID' },
  { cloud: 'gcp', moved: { region: 'europe-west1' }, path: 'kmsKey' },
])('a key of another region stops the claims on $cloud with a message, and no others', (row) => {
  const { cloud, moved, path } = row;
  const environment = factsOf('prod');
  const { alarms: _, ...facts } = environment[cloud];
  const broken = { ...environment, [cloud]: { ...facts, ...moved } };
  for (const { key, kind, target } of cells.filter(({ tier }) => tier === 'prod')) {
    const claim = readyClaim({ kind, target, environment, spec: exampleSpec(key) });
    const before = desired(claim);
    claim.environment = broken;
    claim.reconcile();
    expect(desired(claim), `${kind} on ${target}`).toEqual(before);
    const messages = claim.ask().results.map(({ message }) => message);
    // These two compose nothing in a cloud; the Database or Cache of a StateStore does.
    if (target !== cloud || ['ResiliencyPolicy', 'StateStore'].includes(kind))
      expect(messages, `${kind} on ${target}`).toEqual([]);
    else
      expect(messages.join(), `${kind} on ${target}`).toMatch(new RegExp(`${path}: .*only storage of its own region`));
  }
});

test('a Database without a key of its own stays so, though the provider writes the cloud key into its spec', () => {
  const { aws: facts, ...environment } = factsOf('dev');
  const { kmsKeyID: _, ...aws } = facts;
  const spec = exampleSpec('database');
  const claim = readyClaim({ kind: 'Database', target: 'aws', environment: { ...environment, aws }, spec });
  const clouds = 'arn:aws:kms:eu-central-1:111122223333:key/of-the-cloud';
  (claim.objects.get('instance') as any).spec.forProvider.kmsKeyId = clouds;
  claim.reconcile();
  expect(claim.status).toMatchObject({ recorded: { hasKey: false } });
  expect(JSON.stringify(claim.status)).not.toContain(clouds);
});

test.each(['Premium without subnets', 'invalid subnets'])(
  'claims that do not need the section are not stopped by %s',
  (what) => {
    const environment = factsOf('dev');
    const { clientSubnetIDs: _, ...azure } = environment['azure'];
    const broken = what.startsWith('Premium') ? azure : { ...azure, clientSubnetIDs: ['nowhere'] };
    for (const [key, { kind, targets }] of Object.entries(platform.apis)) {
      for (const target of targets) {
        if (target === 'azure' && ['PubSub', 'CredentialStore', 'ObjectBucket'].includes(kind)) continue;
        const spec = exampleSpec(key);
        const claim = new PlayedClaim({ kind, target, environment: { ...environment, azure: broken }, spec });
        expect(claim.ask().results, `${kind} on ${target}`).toEqual([]);
      }
    }
  },
);

test.each([
  { what: 'missing backups in production', change: ({ backups: _, ...rest }: Loose) => rest },
  { what: 'an invalid class of volumes', change: (facts: Loose) => ({ ...facts, storageClass: 5 }) },
])('no claim in a cloud is stopped by $what', ({ change }) => {
  const environment = factsOf('prod');
  const broken = { ...environment, incluster: change(environment['incluster']) };
  for (const { key, kind, target, tier } of cells) {
    // A CredentialStore is skipped: a Prometheus in this cluster watches its Secrets, which a mistake must not end.
    if (tier !== 'prod' || kind === 'CredentialStore' || !['aws', 'gcp', 'azure'].includes(target)) continue;
    const claim = readyClaim({ kind, target, environment, spec: exampleSpec(key) });
    const before = desired(claim);
    claim.environment = broken;
    expect(claim.ask().results, `${kind} on ${target}`).toEqual([]);
    claim.settle();
    expect(desired(claim), `${kind} on ${target}`).toEqual(before);
  }
});

/** The desired state of all existing resources. */
function desired({ objects }: PlayedClaim) {
  return Object.fromEntries(
    [...objects].map(
      ([
        key,
        {
          status: _,
          metadata: { finalizers: _owners, ...metadata },
          ...object
        },
      ]) => [key, { ...object, metadata }],
    ),
  );
}

const withKeys = cells.filter(({ target, tier }) => tier === 'prod' && (target === 'aws' || target === 'gcp'));
test.each([
  {
    reason: 'it names a key, but has hasKey false',
    hasKey: false,
    key: 'arn:aws:kms:eu-central-1:1:key/x',
  },
  { reason: 'it names no key, but has hasKey true', hasKey: true, key: undefined },
])('a record that contradicts itself is repaired and changes no key: $reason', ({ hasKey, key }) => {
  let count = 0;
  for (const { key: api, kind, target } of withKeys) {
    const { [target]: cloud, ...environment } = factsOf('prod');
    const { kmsKeyID: _aws, kmsKey: _gcp, ...withoutKey } = cloud;
    const claim = readyClaim({
      kind,
      target,
      environment: { ...environment, [target]: withoutKey },
      spec: exampleSpec(api),
    });
    if (recorded(claim)?.['hasKey'] === undefined) continue;
    count += 1;
    const before = desired(claim);
    const { key: _key, ...others } = recorded(claim);
    claim.status = { ...claim.status, recorded: { ...others, hasKey, ...(key !== undefined && { key }) } };
    claim.reconcile();
    expect(desired(claim), `${kind} on ${target}`).toEqual(before);
    expect(recorded(claim)['hasKey'], `${kind} on ${target}`).toBe(false);
  }
  expect(count).toBe(10);
});

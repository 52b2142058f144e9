/** Backups of a Database in the cluster: who can open them, and where they stay. */
import { applyDefaults, check } from 'planesmith/schema';
import { type KubernetesObject, surveyCells } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { environment as environmentSchema } from '../../../functions/environment/index.ts';
import { openedBy } from '../../../functions/kinds/barman-object-store.ts';
import { example } from '../../cases/claims.ts';
import { platform } from '../../cases/platform.ts';
import { conditionOf, facts, type Loose, recorded } from '../../fixtures.ts';
import { PlayedClaim } from '../../played/claim.ts';
import { at } from './fixtures.ts';

const shared = { destination: 's3://backups/dev', endpoint: 'https://objects.example.org', credentials: 'keys' };
const ownBucket = { bucketClass: 'ceph-backups', endpoint: 'https://objects.example.org' };

/** An environment with these backups. */
const withBackups = (backups: Loose) => {
  const environment = facts('dev');
  return {
    ...environment,
    incluster: { ...environment['incluster'], backups: { schedule: '0 0 2 * * *', ...backups } },
  };
};

/** A new claim in a namespace with the uid, if a DevNamespace made it. */
function claimWith(backups: Loose, uid?: string): PlayedClaim {
  const owner = {
    apiVersion: `${platform.group}/v1alpha1`,
    kind: 'DevNamespace',
    name: 'x',
    uid: 'x',
    controller: true,
  };
  const home: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team-a', uid: uid ?? '', ...(uid !== undefined && { ownerReferences: [owner] }) },
  };
  const environment = withBackups(backups);
  return new PlayedClaim({ kind: 'Database', target: 'incluster', environment, spec: {}, others: [home] });
}
function settled(backups: Loose, uid?: string): PlayedClaim {
  const claim = claimWith(backups, uid);
  claim.settle();
  return claim;
}
const storeOf = (claim: PlayedClaim) => at(claim, 'store', 'spec.configuration') as Loose;

describe('a new database', () => {
  test('has a bucket of its own, and keys that the operator made for this bucket', () => {
    const claim = settled(ownBucket);
    const name = claim.objects.get('bucket')?.metadata.name;
    const bucket = at(claim, 'bucket', 'spec') as Loose;
    expect(bucket).toEqual({
      bucketName: expect.stringMatching(/^dev-team-a-orders-/),
      storageClassName: 'ceph-backups',
    });
    expect(storeOf(claim)).toMatchObject({
      destinationPath: `s3://${bucket['bucketName']}/`,
      endpointURL: ownBucket.endpoint,
      s3Credentials: { accessKeyId: { name, key: 'AWS_ACCESS_KEY_ID' } },
    });
  });

  test('waits for its bucket before it writes backups', () => {
    const claim = claimWith(ownBucket);
    claim.reconcile();
    expect(claim.objects.has('bucket')).toBe(true);
    expect(claim.objects.has('store')).toBe(false);
  });

  test.each([
    { backups: shared, reason: 'the keys are in every namespace' },
    { backups: { destination: shared.destination }, reason: 'every pod of a machine has the identity of the machine' },
  ])('gets no store of which nobody says who else opens it: $reason', ({ backups }) => {
    const claim = claimWith(backups);
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(conditionOf(claim, 'PlatformCapable')).toMatchObject({
      reason: 'EnvironmentIncomplete',
      message: expect.stringMatching(/incluster\.backups\.shared .*the platform team must/),
    });
  });

  test.each([
    { ...shared, shared: true },
    { ...shared, shared: false },
    { destination: shared.destination, shared: true },
  ])('gets the destination once the platform team has said so: %o', (backups) => {
    expect(storeOf(settled(backups))).toMatchObject({ destinationPath: 's3://backups/dev/team-a' });
  });

  test.each([{ backups: ownBucket }, { backups: { ...shared, shared: false } }])(
    'in a DevNamespace whose name another team had before has another place: $backups',
    ({ backups }) => {
      const [before, after] = ['u-1', 'u-2'].map((uid) => {
        const claim = claimWith(backups, uid);
        claim.createdAt = uid === 'u-1' ? '2024-01-01T00:00:00Z' : '2025-01-01T00:00:00Z';
        claim.settle();
        return storeOf(claim)['destinationPath'] as string;
      });
      expect(after).not.toBe(before);
      expect(after?.startsWith(before!)).toBe(false);
    },
  );
});

describe('an existing database keeps its backups', () => {
  /** As a release before `shared` and `bucketClass` left it. */
  const old = () => {
    const claim = settled({ ...shared, shared: true });
    const { backupStore: _, ...rest } = recorded(claim) as Loose;
    claim.status = { ...claim.status, recorded: rest };
    const store = claim.objects.get('store') as Loose;
    delete store['metadata'].annotations[`${platform.group}${openedBy}`];
    return claim;
  };

  test.each([
    { backups: shared, reason: 'nobody has said yet who else opens them' },
    { backups: ownBucket, reason: 'new databases get buckets' },
    { backups: { ...shared, destination: 's3://other/place', shared: false }, reason: 'new databases go elsewhere' },
  ])('where they are: $reason', ({ backups }) => {
    const claim = old();
    const before = storeOf(claim);
    claim.environment = withBackups(backups);
    claim.settle();
    expect(storeOf(claim)).toEqual(before);
    expect(claim.objects.has('bucket')).toBe(false);
    expect(conditionOf(claim)?.reason).toBe('Available');
  });

  test.each([
    { what: 'names a destination', backups: { ...shared, shared: true }, hasStore: true },
    {
      what: 'has another class',
      backups: { ...ownBucket, bucketClass: 'other', endpoint: 'https://x.org' },
      hasStore: true,
    },
    { what: 'has no backups any more', backups: undefined, hasStore: false },
  ])('in a bucket of its own if the environment $what', ({ backups, hasStore }) => {
    const claim = settled(ownBucket);
    const [bucket, store] = [at(claim, 'bucket', 'spec'), storeOf(claim)];
    const environment = withBackups(backups ?? {});
    if (backups === undefined) delete environment.incluster.backups;
    claim.environment = environment;
    claim.settle();
    expect(at(claim, 'bucket', 'spec')).toEqual(bucket);
    expect(storeOf(claim)).toEqual(hasStore ? store : undefined);
  });

  test('and has the new keys and address of the same destination', () => {
    const claim = old();
    claim.environment = withBackups({ ...shared, credentials: 'newer', endpoint: 'https://newer.org', shared: false });
    claim.settle();
    expect(storeOf(claim)).toMatchObject({
      destinationPath: 's3://backups/dev/team-a',
      endpointURL: 'https://newer.org',
      s3Credentials: { accessKeyId: { name: 'newer' } },
    });
  });
});

test('a claim that is made again and takes over its Cluster goes on with the bucket of that Cluster', () => {
  const before = settled(ownBucket);
  const { name = '', namespace = '', labels } = before.objects.get('cluster')!.metadata;
  const cluster = { ...before.objects.get('cluster')!, metadata: { name, namespace, labels } } as KubernetesObject;
  const environment = withBackups(ownBucket);
  const again = (others: readonly KubernetesObject[]) => {
    const claim = new PlayedClaim({ kind: 'Database', target: 'incluster', environment, spec: {}, others });
    claim.createdAt = '2025-01-01T00:00:00Z';
    claim.settle();
    return claim;
  };
  const claim = again([cluster]);
  expect(storeOf(claim)).toEqual(storeOf(before));
  expect(at(claim, 'bucket', 'spec')).toEqual(at(before, 'bucket', 'spec'));
  expect(recorded(claim)['archive']).toBe(recorded(before)['archive']);
  expect(storeOf(again([]))).not.toEqual(storeOf(before));
});

test.each([
  { backups: { ...shared, shared: true }, state: 'missed', reason: 'every team has the keys' },
  { backups: { ...shared, shared: false }, state: 'kept', reason: 'the platform team limits each key to a folder' },
  { backups: ownBucket, state: 'kept', reason: 'the operator limits each key to a bucket' },
])('a report says of backups $state: $reason', async ({ backups, state }) => {
  const config = {
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: 'platform' },
    data: withBackups(backups),
  };
  const cells = await surveyCells(platform, [example('database.yaml')], [{ name: 'dev', config }]);
  const outcome = cells.find(({ target }) => target === 'incluster')?.outcome as Loose;
  const row = outcome['concerns'].find(({ concern }: Loose) => concern === 'backups');
  expect(row).toMatchObject({ state });
  if (state === 'missed') expect(row.missing.join()).toContain('incluster.backups.shared');
});

describe('an environment is invalid', () => {
  const issues = (backups: Loose) =>
    check(environmentSchema, applyDefaults(environmentSchema, withBackups(backups) as never) as never, {
      path: 'data',
    });

  test.each([
    {
      backups: { destination: shared.destination, ...ownBucket },
      path: 'data.incluster.backups',
      reason: 'it names two places',
    },
    { backups: {}, path: 'data.incluster.backups', reason: 'it names none' },
    { backups: { bucketClass: 'x' }, path: 'data.incluster.backups.bucketClass', reason: 'nobody knows where it is' },
    { backups: { ...ownBucket, shared: true }, path: 'data.incluster.backups.bucketClass', reason: 'keys are made' },
    {
      backups: { destination: shared.destination, shared: false },
      path: 'data.incluster.backups.shared',
      reason: 'pods share the identity of their machine',
    },
  ])('with backups $backups: $reason', ({ backups, path }) => {
    expect(issues(backups).map((issue) => issue.path)).toEqual([path]);
  });
});

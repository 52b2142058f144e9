/** DevNamespace: the resources of a claim, and the claims that are refused. */
import { applyDefaults, check } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { devNamespace } from '../../../apis/dev-namespace.ts';
import { environment as environmentSchema } from '../../../functions/environment/index.ts';
import { ResourceQuota } from '../../../functions/kinds/resource-quota.ts';
import { claimsIn, claimsToCount } from '../../../functions/dev-namespace/claims.ts';
import { platform } from '../../cases/platform.ts';
import { claimsOf, conditionOf, facts, type Loose } from '../../fixtures.ts';
import { PlayedClaim } from '../../played/claim.ts';

const apiVersion = `${platform.group}/v1alpha1`;
const people = { team: 'shop', members: ['ada@example.org'] };
const specOf = (spec: object) => applyDefaults(devNamespace.spec, { ...people, ...spec }) as Record<string, unknown>;
const { claimOn } = claimsOf('DevNamespace', 'checkout', people);
const claimOf = (spec: object = {}, environment = 'dev', target = 'incluster') =>
  claimOn(target, spec, facts(environment));
const refused = (claim: PlayedClaim) => conditionOf(claim)?.message;

describe('a development namespace', () => {
  test('exists before its content is composed', () => {
    const claim = claimOf();
    claim.reconcile();
    expect([...claim.objects.keys()]).toEqual(['namespace']);
    expect(claim.status).not.toHaveProperty('namespace');
    claim.settle();
    expect([...claim.objects.keys()].toSorted()).toEqual([
      'applications',
      'inbound',
      'limits',
      'members',
      'namespace',
      'outbound',
      'quota',
    ]);
    const { name } = claim.objects.get('namespace')?.metadata ?? {};
    for (const [key, { metadata }] of claim.objects)
      expect(metadata.namespace).toBe(key === 'namespace' ? undefined : name);
    expect(claim.status).toMatchObject({ namespace: name });
  });

  test('expires the requested number of days after its creation', () => {
    const claim = claimOf({ ttl: '14d' });
    claim.createdAt = '2026-02-20T10:30:00Z';
    claim.settle();
    expect(claim.status).toMatchObject({ expiresAt: '2026-03-06T10:30:00Z', effective: { ttlDays: 14 } });
    claim.spec = specOf({ ttl: '15d' });
    claim.settle();
    expect(claim.status).toMatchObject({ expiresAt: '2026-03-07T10:30:00Z' });
  });

  test('has room for so many claims of each API as its quota says, unless the environment says otherwise', () => {
    const mostIn = (claims: object | undefined, quota: string) => {
      const environment = facts('dev');
      const namespaces = { ...environment['namespaces'], ...(claims && { claims }) };
      const claim = claimOn('aws', { quota }, { ...environment, namespaces });
      claim.settle();
      const hard = (claim.objects.get('quota') as unknown as ResourceQuota).spec?.hard ?? {};
      return ['databases', 'caches'].map((kind) => hard[`count/${kind}.platform.example.org`]);
    };
    expect(mostIn(undefined, 'S')).toEqual(['5', '5']);
    expect(mostIn(undefined, 'M')).toEqual(['10', '10']);
    expect(mostIn({ databases: 2 }, 'M')).toEqual(['2', '10']);
    expect(mostIn({ databases: 0, caches: 40 }, 'S')).toEqual(['0', '40']);
  });

  test('cannot be limited for a kind of which there are no claims', () => {
    const environment = facts('dev');
    const namespaces = { ...environment['namespaces'], claims: { database: 2 } };
    const wrong = check(environmentSchema, { ...environment, namespaces } as never, { path: 'data' });
    expect(wrong.map(({ path, message }) => `${path}: ${message}`).join()).toMatch(
      /data\.namespaces\.claims.*database/,
    );
  });

  test('tells how many claims are in it, and nothing while its quota does not count them all', () => {
    const claim = claimOf();
    claim.settle();
    expect(claim.status).toMatchObject({ claims: 0 });
    const quota = claim.objects.get('quota') as unknown as ResourceQuota;
    const hard = quota.spec?.hard ?? {};
    expect(Object.keys(hard)).toContain('count/databases.platform.example.org');
    const count = (status: object) => claimsIn({ claim: platform, observed: { quota: { ...quota, status } } }, {});
    const used = { 'count/databases.platform.example.org': '2', 'count/caches.platform.example.org': '1', pods: '7' };
    expect(count({ hard, used })).toBe(3);
    expect(count({ hard, used: { ...used, 'count/databases.platform.example.org': '1k' } })).toBe(1001);
    expect(count({ hard: { pods: '20' }, used: { pods: '7' } })).toBe(undefined);
    expect(claimsIn({ claim: platform, observed: { quota: undefined } }, {})).toBe(undefined);
  });

  // Kubernetes counts anew only every five minutes what it missed, and the policy `inside` believes the number.
  test.each(['Database', 'PubSub'])('counts a %s itself that its quota misses', (kind) => {
    const others = ['checkout-devnamespace', 'another'].flatMap((namespace) =>
      ['orders', 'carts'].map((name) => ({ apiVersion, kind, metadata: { name, namespace }, spec: {} })),
    );
    const options = { kind: 'DevNamespace', target: 'incluster', name: 'checkout', spec: people, environment: facts() };
    const claim = new PlayedClaim({ ...options, others });
    claim.settle();
    expect(claim.status).toMatchObject({ claims: 2 });
    claim.isBlind = true;
    expect(claim.reconcile().desired?.composite?.resource?.['status']).not.toHaveProperty('claims');
  });

  test('counts no claims of a kind that the cluster has no longer, and all others', () => {
    const others = ['Database', 'PubSub'].map((kind) => ({
      apiVersion,
      kind,
      metadata: { name: 'orders', namespace: 'checkout-devnamespace' },
      spec: {},
    }));
    const options = { kind: 'DevNamespace', target: 'incluster', name: 'checkout', spec: people, environment: facts() };
    const claim = new PlayedClaim({ ...options, others });
    claim.settle();
    claim.lackedKinds.add(`PubSub (${apiVersion})`);
    claim.settle();
    expect(claim.status).toMatchObject({ claims: 1 });
  });

  test('asks for the claims in it only while its quota counts none, and only for kinds that the cluster has', () => {
    const asked = (used: Readonly<Record<string, string>> | undefined) => {
      const hard = Object.fromEntries(
        Object.values(platform.apis).map(({ plural }) => [`count/${plural}.${platform.group}`, '5']),
      );
      const quota = ResourceQuota({ spec: { hard } }) as unknown as ResourceQuota;
      const observed = { quota: used && { ...quota, status: { hard, used } } };
      return Object.values(claimsToCount({ claim: platform, observed, name: () => 'checkout-devnamespace' }));
    };
    const databases = 'count/databases.platform.example.org';
    const all = { apiVersion, kind: 'Database', all: true, namespace: 'checkout-devnamespace' };
    expect(asked({ [databases]: '0' })).toEqual([all]);
    expect(asked({ [databases]: '1', 'count/caches.platform.example.org': '0' })).toEqual([]);
    expect(asked(undefined)).toEqual([]);
  });

  test('tells the end of its life to the policy that deletes the claims in it', () => {
    const claim = claimOf({ ttl: '14d' });
    claim.createdAt = '2026-02-20T10:30:00Z';
    claim.settle();
    const { annotations } = claim.objects.get('namespace')?.metadata ?? {};
    expect(annotations).toMatchObject({ 'platform.example.org/expires-at': '2026-03-06T10:30:00Z' });
  });

  test('refuses pods that Kubernetes calls privileged', () => {
    const claim = claimOf();
    claim.settle();
    expect(claim.objects.get('namespace')?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      team: 'shop',
    });
  });

  test('gives the GitOps controller access if the claim requests it, and takes it back', () => {
    const claim = claimOf({ gitops: true });
    claim.settle();
    expect(claim.objects.get('deployer')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'argocd', name: 'argocd-application-controller' }],
    });
    claim.spec = specOf({ gitops: false });
    claim.settle();
    expect(claim.objects.has('deployer')).toBe(false);
  });
});

describe('on Google Cloud', () => {
  test('its applications act as their own account, which stays in its project', () => {
    const claim = claimOf({}, 'dev', 'gcp');
    claim.settle();
    const applications = claim.objects.get('applications')?.metadata;
    const account = (claim.status?.['recorded'] as { account: string } | undefined)?.account;
    expect(account).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    const email = `${account}@example-dev.iam.gserviceaccount.com`;
    expect(applications?.annotations).toMatchObject({ 'iam.gke.io/gcp-service-account': email });
    expect(claim.objects.get('account')).toMatchObject({
      metadata: { namespace: 'crossplane-system', annotations: { 'crossplane.io/external-name': account } },
      spec: { forProvider: { project: 'example-dev' } },
    });
    expect(claim.objects.get('identity')).toMatchObject({
      spec: {
        forProvider: {
          serviceAccountId: `projects/example-dev/serviceAccounts/${email}`,
          role: 'roles/iam.workloadIdentityUser',
          member: `serviceAccount:example-dev.svc.id.goog[checkout-devnamespace/${applications?.name}]`,
        },
      },
    });
    const before = [...claim.objects];
    const gcp = { ...(claim.environment['gcp'] as object), project: 'example-other' };
    claim.environment = { ...claim.environment, gcp };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  test('pods reach the server that gives them its credentials', () => {
    const claim = claimOf({}, 'dev', 'gcp');
    claim.settle();
    const outbound = JSON.stringify(claim.objects.get('outbound')?.['spec']);
    for (const cidr of ['169.254.169.252/32', '169.254.169.254/32']) expect(outbound).toContain(cidr);
  });
});

describe('DNS', () => {
  /** The destinations of the outgoing policy with port 53 or 5353, as text. */
  const resolversOf = (claim: PlayedClaim) => {
    claim.settle();
    const { egress } = claim.objects.get('outbound')!['spec'] as Loose;
    return (egress as Loose[])
      .filter(({ ports }) => [53, 5353].includes(ports?.[0].port))
      .flatMap(({ to, ports }) =>
        (to as Loose[]).map((peer) => `${textOf(peer)}:${(ports as Loose[]).map(({ port }) => port).join()}`),
      );
  };
  const textOf = ({ ipBlock, namespaceSelector }: Loose) =>
    ipBlock?.cidr ?? namespaceSelector.matchLabels['kubernetes.io/metadata.name'];
  const usual = ['kube-system:53,53', '169.254.20.10/32:53,53'];

  test.each([
    { target: 'incluster', expected: usual },
    { target: 'aws', expected: usual },
    { target: 'azure', expected: usual },
    { target: 'gcp', expected: [...usual, '169.254.169.254/32:53,53'] },
  ])('of a usual cluster is reached on $target, also through a cache on the machine', ({ target, expected }) => {
    expect(resolversOf(claimOf({}, 'dev', target))).toEqual(expected);
  });

  test.each([
    {
      cluster: 'OpenShift',
      dns: { namespace: 'openshift-dns', port: 5353, addresses: [] },
      expected: ['openshift-dns:5353,5353'],
    },
    {
      cluster: 'a cluster with a cache at another address',
      dns: { addresses: ['169.254.25.10'] },
      expected: ['kube-system:53,53', '169.254.25.10/32:53,53'],
    },
  ])('of $cluster is reached if the environment says where it is', ({ dns, expected }) => {
    const { namespaces, ...environment } = facts('dev');
    expect(resolversOf(claimOn('incluster', {}, { ...environment, namespaces: { ...namespaces, dns } }))).toEqual(
      expected,
    );
  });

  test('no rule without a destination opens the namespace', () => {
    const { namespaces, ...environment } = facts('dev');
    const claim = claimOn('gcp', {}, { ...environment, namespaces: { ...namespaces, dns: { addresses: [] } } });
    claim.settle();
    const { egress } = claim.objects.get('outbound')!['spec'] as Loose;
    for (const { to } of egress as Loose[]) expect(to.length).toBeGreaterThan(0);
  });
});

describe('on Azure', () => {
  test('its applications act as their own identity, which does not move', () => {
    const claim = claimOf({}, 'dev', 'azure');
    claim.settle();
    const account = (claim.status?.['recorded'] as { account: string } | undefined)?.account;
    const applications = claim.objects.get('applications')?.metadata;
    expect(applications?.annotations).toMatchObject({
      'azure.workload.identity/client-id': '11111111-2222-3333-4444-555555555555',
      'azure.workload.identity/tenant-id': '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
    });
    expect(claim.objects.get('identity')).toMatchObject({
      metadata: { namespace: 'crossplane-system' },
      spec: { forProvider: { name: account, location: 'germanywestcentral', resourceGroupName: 'platform-dev' } },
    });
    expect(claim.objects.get('trust')).toMatchObject({
      metadata: { annotations: { 'crossplane.io/external-name': account } },
      spec: {
        forProvider: {
          subject: `system:serviceaccount:checkout-devnamespace:${applications?.name}`,
          parentIdRef: { name: claim.objects.get('identity')?.metadata.name },
        },
      },
    });
    const before = [...claim.objects];
    const azure = { ...(claim.environment['azure'] as object), location: 'westeurope', resourceGroup: 'other' };
    claim.environment = { ...claim.environment, azure };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });
});

describe('on AWS', () => {
  test('the account of its applications has a role, which stays in its region', () => {
    const claim = claimOf({}, 'dev', 'aws');
    claim.settle();
    const forProvider = {
      region: 'eu-central-1',
      clusterName: 'dev',
      namespace: 'checkout-devnamespace',
      serviceAccount: claim.objects.get('applications')?.metadata.name,
      tags: { claim: 'checkout', team: 'shop', environment: 'dev' },
    };
    expect(claim.objects.get('identity')).toMatchObject({ spec: { forProvider } });
    const aws = { ...(claim.environment['aws'] as object), region: 'us-east-1' };
    claim.environment = { ...claim.environment, aws };
    claim.settle();
    expect(claim.objects.get('identity')).toMatchObject({ spec: { forProvider } });
  });

  test('no provider uses credentials from the new namespace, which has none', () => {
    const claim = claimOf({}, 'dev', 'aws');
    const aws = {
      ...(claim.environment['aws'] as object),
      providerConfig: { kind: 'ProviderConfig', name: 'default' },
    };
    claim.environment = { ...claim.environment, aws };
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(claim.ask().results[0]?.message).toContain('must name a ClusterProviderConfig');
  });
});

test.each([
  { spec: { quota: 'L' }, says: 'spec.quota: L is not offered here', reason: 'dev does not offer this quota' },
  {
    spec: { ttl: '90d' },
    says: 'spec.ttl: 90d is more than the 60d allowed here',
    reason: 'dev does not allow a life this long',
  },
])('$says: $reason', ({ spec, says }) => {
  const claim = claimOf(spec);
  expect(refused(claim)).toContain(says);
  claim.reconcile();
  expect(claim.objects.size).toBe(0);
  const existing = claimOf();
  existing.settle();
  const before = JSON.stringify([...existing.objects]);
  existing.spec = specOf(spec);
  expect(refused(existing)).toContain(says);
  existing.settle();
  expect(JSON.stringify([...existing.objects])).toBe(before);
});

test.each([
  { environment: 'prod', most: 14, days: 14, reason: 'prod allows no longer life' },
  { environment: 'staging', most: 30, days: 30, reason: 'staging allows no longer life' },
  { environment: 'dev', most: 60, days: 30, reason: 'thirty days are the default if more is allowed' },
])('lives $days days by default in $environment: $reason', ({ environment, most, days }) => {
  const claim = claimOf({}, environment);
  expect(claim.environment['namespaces']).toMatchObject({ ttlDays: most });
  claim.settle();
  expect(conditionOf(claim)).toMatchObject({ reason: 'Available' });
  expect(claim.status).toMatchObject({ effective: { ttlDays: days } });
});

test.each([
  { allowed: 7, reason: 'less is allowed' },
  { allowed: 90, reason: 'more is allowed' },
])('keeps its default life if $reason later', ({ allowed }) => {
  const claim = claimOf({}, 'staging');
  claim.settle();
  const { expiresAt } = claim.status ?? {};
  const namespaces = { ...(claim.environment['namespaces'] as object), ttlDays: allowed };
  claim.environment = { ...claim.environment, namespaces };
  claim.settle();
  expect(claim.status).toMatchObject({ expiresAt, effective: { ttlDays: 30 } });
  expect(conditionOf(claim)).toMatchObject({ reason: 'Available' });
});

test('is refused in prod if its claim requests more than two weeks', () => {
  const claim = claimOf({ ttl: '30d' }, 'prod');
  expect(refused(claim)).toContain('spec.ttl: 30d is more than the 14d allowed here');
  claim.reconcile();
  expect(claim.objects.size).toBe(0);
});

test('keeps its life if less is allowed later, and reports that', () => {
  const claim = claimOf({ ttl: '14d' });
  claim.settle();
  const before = JSON.stringify([...claim.objects]);
  claim.environment = {
    ...claim.environment,
    namespaces: { ...(claim.environment['namespaces'] as object), ttlDays: 7 },
  };
  claim.settle();
  expect(JSON.stringify([...claim.objects])).toBe(before);
  expect(refused(claim)).toContain('spec.ttl: 14d is more than the 7d allowed here (14d stays in use)');
});

test.each([
  { before: '2d', days: 30, reason: 'the default is thirty days' },
  { before: '45d', days: 45, reason: 'a shorter life would delete its content earlier' },
])('lives $days days once its claim no longer has ttl $before: $reason', ({ before, days }) => {
  const claim = claimOf({ ttl: before });
  claim.settle();
  const { ttl: _, ...rest } = claim.spec as Record<string, unknown>;
  claim.spec = rest;
  claim.settle();
  expect(claim.status).toMatchObject({ effective: { ttlDays: days } });
});

test('is refused if it requests a GitOps controller and the environment has none', () => {
  const claim = claimOf({ gitops: true }, 'local');
  expect(refused(claim)).toContain('spec.gitops: no GitOps controller deploys here');
});

test.each([
  { spec: { ttl: '91d' }, path: 'ttl', reason: 'ninety days are the maximum' },
  { spec: { ttl: '12h' }, path: 'ttl', reason: 'life is counted in days' },
  { spec: { members: [] }, path: 'members', reason: 'a namespace needs a member' },
  { spec: { members: ['system:masters'] }, path: 'members[0]', reason: "the cluster's own users are not people" },
  { spec: { isolation: 'machine' }, path: 'isolation', reason: 'there are no separate machines' },
  {
    spec: { connectionSecret: { name: 'mine' } },
    path: 'connectionSecret',
    reason: 'a plain namespace has no connection Secret',
  },
  { spec: { quota: 'XL' }, path: 'quota', reason: 'there are three quotas' },
])('is refused at $path: $reason', ({ spec, path }) => {
  expect(check(devNamespace.spec, specOf(spec)).at(0)?.path).toBe(path);
});

test.each([
  { reason: 'it has no status yet', status: undefined, ready: false },
  { reason: 'an earlier limit is enforced', status: { hard: { pods: '10', cpu: '1' } }, ready: false },
  { reason: 'one limit is not enforced', status: { hard: { pods: '20' } }, ready: false },
  { reason: 'every limit is enforced', status: { hard: { pods: '20', cpu: '1' } }, ready: true },
])('a quota is ready or not: $reason', ({ status, ready }) => {
  const observed = { apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { pods: '20', cpu: '1' } }, status };
  expect(ResourceQuota.ready(observed as never) === true).toBe(ready);
});

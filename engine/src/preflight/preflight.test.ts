/** What preflight says of a cluster, from the answers of its API server. */
import { describe, expect, test } from 'vitest';
import { emptyLock, type Pin } from '../lock/index.ts';
import { integer, object, optional, string } from '../schema/index.ts';
import { answersIn } from './answers.ts';
import type { Check } from './check.ts';
import { checkLine } from './check.ts';
import type { ClusterNeeds } from './needs.ts';
import { pathsOf, preflight } from './preflight.ts';
import { satisfies } from './versions.ts';

const pin = (name: string, groups: readonly string[]): Pin => ({
  name,
  image: `xpkg.example.org/acme/${name}`,
  version: 'v2.6.0',
  digest: 'unresolved',
  groups,
});
const needs: ClusterNeeds = {
  platform: 'toys',
  group: 'toys.example.org',
  target: 'cloud',
  crossplane: '>=v2.4.0',
  crossplaneNamespace: 'crossplane-system',
  registry: 'registry.example.org/toys',
  kinds: [
    { apiVersion: 'v1', kind: 'Secret' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
    { apiVersion: 'protection.crossplane.io/v1beta1', kind: 'Usage' },
    { apiVersion: 'toys.example.org/v1', kind: 'Widget' },
    { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster' },
    { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler' },
    { apiVersion: 'rds.aws.m.upbound.io/v1beta1', kind: 'Instance' },
    { apiVersion: 'postgresql.sql.m.crossplane.io/v1alpha1', kind: 'ProviderConfig' },
  ],
  volumes: true,
  bundled: [
    { apiVersion: 'v1', kind: 'Namespace' },
    { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Pooler' },
    { apiVersion: 'sweeper.example.org/v1', kind: 'SweepPolicy' },
  ],
  lock: {
    ...emptyLock,
    operators: [pin('sweeper', ['sweeper.example.org']), pin('cloudnative-pg', ['postgresql.cnpg.io'])],
    charts: [{ ...pin('cloudnative-pg', []), image: 'charts.example.org/cloudnative-pg' }],
    providers: [pin('provider-aws-rds', ['rds.aws.m.upbound.io'])],
  },
  environment: {
    schema: object({
      name: string('Name.', { maxLength: 9 }),
      maxTeeth: optional(integer('Limit.', { minimum: 1, maximum: 9 })),
      cloud: optional(object({ region: string('Region.', { maxLength: 9 }) }, { description: 'The cloud.' })),
    }),
    sections: ['cloud'],
  },
};

const list = (...items: readonly object[]) => ({ items });
const kinds = (...names: readonly string[]) => ({ resources: names.map((kind) => ({ kind })) });
const image = (text: string) => ({ spec: { template: { spec: { containers: [{ image: text }] } } } });
const isDefault = (group: string, name: string) => ({
  metadata: { name, annotations: { [`${group}/is-default-class`]: 'true' } },
});
const conditions = (type: string, status: string, message = '') => ({
  status: { conditions: [{ type, status, message }] },
});
const ofRegistry = { metadata: { name: 'toys-cloud' }, spec: { package: 'registry.example.org/toys/toys-cloud:v1' } };
const notFound = 'Error from server (NotFound): the server could not find the requested resource';
const forbidden = 'Error from server (Forbidden): daemonsets.apps is forbidden: User "a" cannot list resource';
const rules = (...resourceRules: readonly object[]) => ({ status: { resourceRules, incomplete: false } });
const daemonSets = (...names: readonly string[]) => list(...names.map((name) => ({ metadata: { name } })));

const version = '/version';
const deployments = '/apis/apps/v1/namespaces/crossplane-system/deployments';
const crossplane = '/apis/apiextensions.crossplane.io/v2';
const environment = '/apis/apiextensions.crossplane.io/v1beta1/environmentconfigs/toys';
const rights = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
const cnpg = '/apis/postgresql.cnpg.io/v1';
const nodes = '/apis/apps/v1/daemonsets';
const classes = '/apis/storage.k8s.io/v1/storageclasses';
const snapshots = '/apis/snapshot.storage.k8s.io/v1/volumesnapshotclasses';
const providers = '/apis/pkg.crossplane.io/v1/providers';
const configurations = '/apis/pkg.crossplane.io/v1/configurations';
const identities = '/apis/aws.m.upbound.io/v1beta1/clusterproviderconfigs';

/** A cluster with everything. */
const complete: Readonly<Record<string, unknown>> = {
  [version]: { gitVersion: 'v1.36.3' },
  [crossplane]: kinds('Composition'),
  [deployments]: list(image('xpkg.crossplane.io/crossplane/crossplane:v2.4.0')),
  [environment]: { data: { name: 'prod', cloud: { region: 'moon' } } },
  [providers]: list(),
  [configurations]: list({ ...ofRegistry, ...conditions('Installed', 'True') }),
  '/apis/pkg.crossplane.io/v1/functions': list(),
  [classes]: list({ metadata: { name: 'slow' } }, isDefault('storageclass.kubernetes.io', 'fast')),
  [snapshots]: list(isDefault('snapshot.storage.kubernetes.io', 'snap')),
  [nodes]: daemonSets('node-exporter', 'cilium'),
  [rights]: rules({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }),
  [cnpg]: kinds('Cluster', 'Pooler', 'Backup'),
  '/apis/postgresql.cnpg.io': { versions: [{ groupVersion: 'postgresql.cnpg.io/v1' }] },
  '/apis/rds.aws.m.upbound.io/v1beta1': kinds('Instance'),
  '/apis/rds.aws.m.upbound.io': { versions: [{ groupVersion: 'rds.aws.m.upbound.io/v1beta1' }] },
  '/apis/postgresql.sql.m.crossplane.io/v1alpha1': kinds('ProviderConfig'),
  '/apis/postgresql.sql.m.crossplane.io': { versions: [] },
  '/apis/sweeper.example.org/v1': kinds('SweepPolicy'),
  '/apis/sweeper.example.org': { versions: [{ groupVersion: 'sweeper.example.org/v1' }] },
  [identities]: list({ metadata: { name: 'default' }, spec: { credentials: { source: 'PodIdentity' } } }),
};

function checksOf(changes: Readonly<Record<string, unknown>> = {}): readonly Check[] {
  const entries = Object.entries({ ...complete, ...changes }).filter(([, value]) => value !== undefined);
  const texts = entries.map(
    ([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  return preflight(needs, answersIn(new Map(texts)));
}

test('a cluster with everything passes every check', () => {
  expect(checksOf().filter(({ result }) => result !== 'pass')).toEqual([]);
  expect(checksOf().map(({ name }) => name)).toEqual([
    'Kubernetes',
    'Crossplane',
    'your rights',
    'registry registry.example.org/toys',
    'API group postgresql.sql.m.crossplane.io',
    'operator cloudnative-pg',
    'operator sweeper',
    'provider provider-aws-rds',
    'identity for aws.m.upbound.io',
    'default storage class',
    'default snapshot class',
    'NetworkPolicies',
    'EnvironmentConfig toys',
  ]);
});

test('the paths are those of the answers, each once, and none for what comes with the cluster', () => {
  expect(pathsOf(needs)).toEqual(Object.keys(complete).toSorted());
});

test('a target that keeps nothing in volumes of the cluster needs no classes for them', () => {
  const checks = preflight({ ...needs, volumes: false }, answersIn(new Map()));
  const classes = checks.filter(({ name }) => name.endsWith(' class'));
  expect(classes.map(({ result }) => result)).toEqual(['pass', 'pass']);
});

test.each([
  { reason: 'a patch release has mended faults only', answers: { [version]: { gitVersion: 'v1.36.99' } } },
  { reason: 'an older line has all that is needed', answers: { [version]: { gitVersion: 'v1.30.0+k3s1' } } },
  {
    reason: 'a patch release of Crossplane has mended faults only',
    answers: { [deployments]: list(image('r.example/crossplane/crossplane:v2.4.99')) },
  },
])('$reason', ({ answers }) => {
  expect(checksOf(answers).filter(({ result }) => result !== 'pass')).toEqual([]);
});

test('without any answer everything is unknown, and nothing fails', () => {
  const checks = preflight(needs, answersIn(new Map()));
  expect(checks.map(({ result }) => result)).toEqual(checks.map(() => 'unknown'));
  for (const check of checks) expect(check.remedy).not.toBe('');
});

const rows: readonly {
  reason: string;
  changes: Readonly<Record<string, unknown>>;
  name: string;
  result: Check['result'];
  says: string;
}[] = [
  {
    reason: 'an old Kubernetes',
    changes: { [version]: { gitVersion: 'v1.29.9' } },
    name: 'Kubernetes',
    result: 'fail',
    says: 'v1.29.9',
  },
  {
    reason: 'a Kubernetes that nobody has tested yet',
    changes: { [version]: { gitVersion: 'v1.99.0-eks-1' } },
    name: 'Kubernetes',
    result: 'unknown',
    says: 'v1.99.0-eks-1 is newer than v1.36, the newest that was tested; try it first in a cluster without claims',
  },
  {
    reason: 'the next major version of Kubernetes',
    changes: { [version]: { gitVersion: 'v2.0.0' } },
    name: 'Kubernetes',
    result: 'unknown',
    says: 'v2.0.0 is newer than v1.36',
  },
  {
    reason: 'a version that is none',
    changes: { [version]: { gitVersion: 'dev' } },
    name: 'Kubernetes',
    result: 'unknown',
    says: 'not known',
  },
  {
    reason: 'no Crossplane',
    changes: { [crossplane]: notFound },
    name: 'Crossplane',
    result: 'fail',
    says: 'does not serve',
  },
  {
    reason: 'an old Crossplane, with a digest',
    changes: { [deployments]: list(image('r.example/crossplane/crossplane:v2.3.1@sha256:00')) },
    name: 'Crossplane',
    result: 'fail',
    says: 'v2.3.1 is not >=v2.4.0; upgrade it to >=v2.4.0',
  },
  {
    reason: 'Crossplane 2.0',
    changes: { [deployments]: list(image('r.example/crossplane/crossplane:v2.0.0')) },
    name: 'Crossplane',
    result: 'fail',
    says: 'v2.0.0 is not >=v2.4.0',
  },
  {
    reason: 'Crossplane 1, which is there and need not be installed beside itself',
    changes: { [crossplane]: notFound, [deployments]: list(image('r.example/crossplane/crossplane:v1.20.1')) },
    name: 'Crossplane',
    result: 'fail',
    says: 'does not serve apiextensions.crossplane.io/v2, and has Crossplane v1.20.1; upgrade it to >=v2.4.0',
  },
  {
    reason: 'a Crossplane that nobody has tested yet',
    changes: { [deployments]: list(image('r.example/crossplane/crossplane:v2.99.1')) },
    name: 'Crossplane',
    result: 'unknown',
    says: 'v2.99.1 (>=v2.4.0) is newer than v2.4, the newest that was tested; try it first in a cluster without claims',
  },
  {
    reason: 'the next major version of Crossplane',
    changes: { [deployments]: list(image('r.example/crossplane/crossplane:v3.0.0')) },
    name: 'Crossplane',
    result: 'unknown',
    says: 'v3.0.0 (>=v2.4.0) is newer than v2.4',
  },
  {
    reason: 'Crossplane runs elsewhere',
    changes: { [deployments]: list() },
    name: 'Crossplane',
    result: 'unknown',
    says: 'tells its version',
  },
  {
    reason: 'one kind of an operator',
    changes: { [cnpg]: kinds('Cluster') },
    name: 'operator cloudnative-pg',
    result: 'fail',
    says: 'lacks Pooler (postgresql.cnpg.io/v1); bring it to xpkg.example.org/acme/cloudnative-pg v2.6.0 the way it was installed',
  },
  {
    reason: 'an operator that has a chart',
    changes: { [cnpg]: notFound },
    name: 'operator cloudnative-pg',
    result: 'fail',
    says: '; `planesmith install` brings xpkg.example.org/acme/cloudnative-pg v2.6.0 if Helm is there, and else says how',
  },
  {
    reason: 'another version of a kind',
    changes: {
      '/apis/rds.aws.m.upbound.io/v1beta1': notFound,
      '/apis/rds.aws.m.upbound.io': { versions: [{ groupVersion: 'rds.aws.m.upbound.io/v1beta2' }] },
    },
    name: 'provider provider-aws-rds',
    result: 'fail',
    says: 'the group has rds.aws.m.upbound.io/v1beta2); `planesmith install` brings xpkg.example.org/acme/provider-aws-rds',
  },
  {
    reason: 'a provider that is there, and that Crossplane cannot pull',
    changes: {
      '/apis/rds.aws.m.upbound.io/v1beta1': notFound,
      '/apis/rds.aws.m.upbound.io': notFound,
      [providers]: list({
        metadata: { name: 'aws-rds' },
        spec: { package: 'xpkg.example.org/acme/provider-aws-rds:v2.6.0' },
        ...conditions('Healthy', 'False', 'no such host'),
      }),
    },
    name: 'provider provider-aws-rds',
    result: 'fail',
    says: 'since Provider aws-rds is not healthy: no such host; see `kubectl describe` of that Provider',
  },
  {
    reason: 'an operator of which only the install bundle has objects',
    changes: { '/apis/sweeper.example.org/v1': notFound },
    name: 'operator sweeper',
    result: 'fail',
    says: 'lacks SweepPolicy (sweeper.example.org/v1); install xpkg.example.org/acme/sweeper v2.6.0',
  },
  {
    reason: 'an unhealthy provider',
    changes: {
      [providers]: list({
        metadata: { name: 'aws-rds' },
        spec: { package: 'mirror.example.org/acme/provider-aws-rds:v2.6.0' },
        ...conditions('Healthy', 'False', 'no pods'),
      }),
    },
    name: 'provider provider-aws-rds',
    result: 'fail',
    says: 'Provider aws-rds is not healthy: no pods',
  },
  {
    reason: 'an unhealthy provider from a registry with a port, whose condition says what kubectl says, too',
    changes: {
      [providers]: list({
        metadata: { name: 'aws-rds' },
        spec: { package: 'mirror.example.org:5000/acme/provider-aws-rds:v2.6.0@sha256:00' },
        ...conditions('Healthy', 'False', 'customresourcedefinitions "a" is forbidden: (NotFound)'),
      }),
    },
    name: 'provider provider-aws-rds',
    result: 'fail',
    says: 'Provider aws-rds is not healthy: customresourcedefinitions "a" is forbidden',
  },
  {
    reason: 'no identity',
    changes: { [identities]: list() },
    name: 'identity for aws.m.upbound.io',
    result: 'fail',
    says: 'no ClusterProviderConfig',
  },
  {
    reason: 'no kind of identities yet, since it comes with the provider',
    changes: { [identities]: notFound },
    name: 'identity for aws.m.upbound.io',
    result: 'fail',
    says: 'once its provider is there, create the ClusterProviderConfig',
  },
  {
    reason: 'a key for an identity is said',
    changes: { [identities]: list({ metadata: { name: 'default' }, spec: { credentials: { source: 'Secret' } } }) },
    name: 'identity for aws.m.upbound.io',
    result: 'pass',
    says: 'a key that never ends',
  },
  {
    reason: 'no default class',
    changes: { [classes]: list({ metadata: { name: 'slow' } }) },
    name: 'default storage class',
    result: 'fail',
    says: 'none of 1',
  },
  {
    reason: 'no snapshots',
    changes: { [snapshots]: notFound },
    name: 'default snapshot class',
    result: 'unknown',
    says: 'there is none',
  },
  {
    reason: 'flannel',
    changes: { [nodes]: daemonSets('kube-flannel-ds') },
    name: 'NetworkPolicies',
    result: 'fail',
    says: 'does not enforce',
  },
  {
    reason: 'the plugin of aws does so only if told',
    changes: { [nodes]: daemonSets('aws-node') },
    name: 'NetworkPolicies',
    result: 'fail',
    says: 'aws-node',
  },
  {
    reason: 'the plugin of aws was told',
    changes: {
      [nodes]: list({
        metadata: { name: 'aws-node' },
        spec: { template: { spec: { containers: [{ args: ['--enable-network-policy=true'] }] } } },
      }),
    },
    name: 'NetworkPolicies',
    result: 'pass',
    says: 'aws-node enforces them',
  },
  {
    reason: 'an unknown plugin',
    changes: { [nodes]: daemonSets('mine') },
    name: 'NetworkPolicies',
    result: 'unknown',
    says: 'known network plugin',
  },
  {
    reason: 'what may not be read',
    changes: { [nodes]: forbidden },
    name: 'NetworkPolicies',
    result: 'unknown',
    says: `you may not read ${nodes}`,
  },
  {
    reason: 'no environment',
    changes: { [environment]: notFound },
    name: 'EnvironmentConfig toys',
    result: 'fail',
    says: 'a copy of dist/install/cloud/environment.yaml, and give it to `planesmith install --facts`',
  },
  {
    reason: 'an environment without a section of the target, and with a mistake',
    changes: { [environment]: { data: { name: 'prod', maxTeeth: 10 } } },
    name: 'EnvironmentConfig toys',
    result: 'fail',
    says: 'data.cloud is missing, which target cloud needs; data.maxTeeth:',
  },
  {
    reason: 'a package that could not be pulled',
    changes: { [configurations]: list({ ...ofRegistry, ...conditions('Installed', 'False', 'no route to host') }) },
    name: 'registry registry.example.org/toys',
    result: 'fail',
    says: 'toys-cloud is not installed: no route to host',
  },
  {
    reason: 'only packages of others',
    changes: { [configurations]: list() },
    name: 'registry registry.example.org/toys',
    result: 'unknown',
    says: 'pulled nothing',
  },
  {
    reason: 'only some rights',
    changes: { [rights]: rules({ verbs: ['create'], apiGroups: ['pkg.crossplane.io'], resources: ['*'] }) },
    name: 'your rights',
    result: 'fail',
    says:
      'you may not create environmentconfigs.apiextensions.crossplane.io, clusterroles.rbac.authorization.k8s.io, ' +
      'validatingadmissionpolicies.admissionregistration.k8s.io, nor list deployments.apps, secrets;',
  },
  {
    reason: 'no right to read the releases of Helm',
    changes: {
      [rights]: rules(
        { verbs: ['create'], apiGroups: ['*'], resources: ['*'] },
        { verbs: ['list'], apiGroups: ['*'], resources: ['deployments'] },
        { verbs: ['list'], apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'] },
      ),
    },
    name: 'your rights',
    result: 'fail',
    says: 'you may not list secrets;',
  },
  {
    reason: 'rights to make everything and to read nothing',
    changes: { [rights]: rules({ verbs: ['create'], apiGroups: ['*'], resources: ['*'] }) },
    name: 'your rights',
    result: 'fail',
    says: 'you may not list deployments.apps, secrets;',
  },
  {
    reason: 'rights that nobody knows in full',
    changes: { [rights]: { status: { resourceRules: [], incomplete: true } } },
    name: 'your rights',
    result: 'unknown',
    says: 'does not know all rules',
  },
];

describe.each(rows)('$reason', ({ changes, name, result, says }) => {
  test(`is told as ${result}`, () => {
    const check = checksOf(changes).find((found) => found.name === name);
    expect(check?.result).toBe(result);
    expect(checkLine(check as Check)).toContain(says);
    if (result !== 'pass') expect(check?.remedy).toBeTruthy();
  });

  test('changes no other line', () => {
    const others = (checks: readonly Check[]) => checks.filter((check) => check.name !== name);
    expect(others(checksOf(changes))).toEqual(others(checksOf()));
  });
});

test.each([
  { path: 'an answer that is null', answer: null },
  { path: 'an answer that is a list', answer: [] },
  { path: 'an answer without members', answer: {} },
  { path: 'members that are null', answer: { items: null, resources: null, versions: null, status: null, data: null } },
  {
    path: 'entries that are null',
    answer: { items: [null], resources: [null], versions: [null], status: { resourceRules: [null] } },
  },
])('$path breaks no check', ({ answer }) => {
  const texts = new Map(pathsOf(needs).map((path) => [path, JSON.stringify(answer)]));
  expect(preflight(needs, answersIn(texts))).toHaveLength(checksOf().length);
});

test.each([
  { version: 'v2.4.0', constraint: '>=v2.4.0', fits: true },
  { version: '2.10.1', constraint: '>=v2.4.0 <v3', fits: true },
  { version: 'v3.0.0', constraint: '>= 2.4.0, < 3', fits: false },
  { version: 'v2.4.0', constraint: '>=v2.0.0-0', fits: true },
  { version: 'v2.4.0', constraint: 'v2.4.0', fits: true },
  { version: 'v2.4.0', constraint: '^2', fits: undefined },
  { version: 'main', constraint: '>=v2.4.0', fits: undefined },
])('$version meets $constraint: $fits', ({ version: found, constraint, fits }) => {
  expect(satisfies(found, constraint)).toBe(fits);
});

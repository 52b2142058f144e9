import { describe, expect, test } from 'vitest';
import { claimFields } from '../schema/crossplane-fields.ts';
import {
  api,
  claimsInside,
  integer,
  object,
  oneOf,
  optional,
  string,
  teamCatalogue,
  type AnyApi,
  type Node,
} from '../schema/index.ts';
import { type AdmissionPolicy, refusalBy } from '../testing/admission.ts';
import { chartObjects } from './chart-file.ts';
import { limitPolicies } from './limits.ts';
import { guardContext, policies } from './policies.ts';

interface Policy {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly failurePolicy?: string;
    readonly policyName?: string;
    readonly matchConditions?: readonly { readonly name: string }[];
    readonly matchConstraints?: {
      readonly resourceRules: readonly {
        readonly apiGroups: readonly string[];
        readonly resources: readonly string[];
      }[];
    };
    readonly variables?: readonly object[];
    readonly validations?: readonly { readonly messageExpression?: string }[];
  };
}

const deletion = oneOf('What happens to its data.', ['retain', 'delete']);

const toy = (kind: string, scope: 'Namespaced' | 'Cluster', field: string): AnyApi =>
  api({
    kind,
    scope,
    description: 'A toy.',
    targets: ['local'],
    spec: object({
      [field]: optional(field === 'deletion' ? deletion : string('Whose it is.', { maxLength: 63 })),
    }),
    recorded: object({}),
    status: object(
      field === 'deletion' ? { effective: optional(object({ deletion }, { description: 'What is so.' })) } : {},
    ),
    secret: {},
  }) as AnyApi;

const composed = [
  { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, clusterRoles: [] },
  { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true, clusterRoles: [] },
  { apiVersion: 'bricks.example.org/v1', kind: 'Brick', plural: 'bricks', namespaced: true, clusterRoles: [] },
];
const environment = object({ most: integer('The most.', { minimum: 1, maximum: 9 }) });
const policiesFor = (
  apis: readonly AnyApi[],
  accounts: { restorers?: string[]; crossplaneAccount?: string; providers?: { image: string }[] } = {},
) => {
  const settings = { name: 'toys', group: 'toys.example.org', packages: [{ name: 'toys-local' }], ...accounts };
  return chartObjects('policies', (chart) => policies(chart, settings, apis, { composed, environment })) as Policy[];
};

describe('the policies of a platform', () => {
  const all = policiesFor([toy('Playground', 'Cluster', 'team')]);
  const policies = all.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');

  test('are each bound, since a policy without a binding refuses nothing', () => {
    const bound = all.flatMap(({ kind, spec }) =>
      kind === 'ValidatingAdmissionPolicyBinding' ? [spec.policyName] : [],
    );
    expect(bound).toEqual(policies.map(({ metadata }) => metadata.name));
    expect(bound).toEqual(
      ['retain', 'owner', 'status', 'composition', 'end', 'team', 'kinds'].map((name) => `toys-${name}`),
    );
  });

  test.each(policies)('$metadata.name fails closed, and lets Crossplane through', ({ metadata, spec }) => {
    expect(spec.failurePolicy).toBe('Fail');
    expect(spec.matchConditions).toContainEqual({
      name: 'not-crossplane',
      expression: "request.userInfo.username != 'system:serviceaccount:crossplane-system:crossplane'",
    });
    if (metadata.name === 'toys-kinds') return;
    expect(spec.matchConstraints?.resourceRules.map(({ apiGroups }) => apiGroups)).toEqual([['toys.example.org']]);
  });

  test('know Crossplane by the account that the platform names, and by no other', () => {
    const text = JSON.stringify(policiesFor([toy('Park', 'Cluster', 'team')], { crossplaneAccount: 'infra/xp' }));
    expect(text.split('system:serviceaccount:infra:xp')).toHaveLength(policies.length + 1);
    expect(text).not.toContain('crossplane-system');
  });

  test('let nobody write what Crossplane adds to a spec, in any flavour', () => {
    const text = JSON.stringify(all.find(({ metadata }) => metadata.name === 'toys-composition'));
    const fields = ['crossplane', ...Object.keys(claimFields), 'claimRef', 'resourceRefs'];
    // The API server itself writes this one: it is a default of every Claim.
    expect(fields.filter((field) => !text.includes(`'${field}'`))).toEqual(['compositeDeletePolicy']);
  });

  test('protect the kinds of composed objects that a controller brings, whatever package they are from', () => {
    const kinds = all.find(({ kind, metadata }) => kind.endsWith('Policy') && metadata.name === 'toys-kinds');
    const text = JSON.stringify(kinds);
    expect(text).toContain("in ['bricks.bricks.example.org']");
    expect(text).toContain("matches('(^|/)(toys-local)([:@]|$)')");
  });

  test('protect the Providers that the platform needs, under whatever name and from whatever registry', () => {
    const providers = [{ image: 'xpkg.example.org/bricks/provider-bricks' }];
    const text = JSON.stringify(policiesFor([], { providers }).find(({ metadata }) => metadata.name === 'toys-kinds'));
    expect(text).toContain("matches('(^|/)(toys-local|provider-bricks)([:@]|$)')");
    expect(text).toContain('"providers"');
  });
});

describe('the policies on namespaces', () => {
  test.each([
    { scope: 'Namespaced', field: 'deletion', concerned: true, reason: 'its data may be retained' },
    { scope: 'Namespaced', field: 'town', concerned: false, reason: 'it has no data of its own' },
    { scope: 'Cluster', field: 'deletion', concerned: false, reason: 'it is in no namespace' },
  ] as const)('look into $scope claims with a $field: $concerned, as $reason', ({ scope, field, concerned }) => {
    const all = policiesFor([toy('Swing', scope, field)]);
    const policies = all.filter(({ metadata }) => metadata.name === 'toys-namespace-swings');
    expect(policies.map(({ kind }) => kind)).toEqual(
      concerned ? ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'] : [],
    );
  });

  test('let a cluster delete namespaces that has no such kind, and Crossplane none that retains', () => {
    const policy = policiesFor([toy('Swing', 'Namespaced', 'deletion')]).find(
      ({ metadata }) => metadata.name === 'toys-namespace-swings',
    );
    expect(policy?.spec.failurePolicy).toBe('Ignore');
    expect(policy?.spec.matchConditions).toBe(undefined);
  });
});

describe('the policy on claims that provide a namespace', () => {
  const yard = { ...toy('Yard', 'Cluster', 'town'), status: object({ claims: claimsInside() }) } as AnyApi;
  const named = (apis: readonly AnyApi[]) =>
    policiesFor(apis).filter(({ kind, metadata: { name } }) => kind.endsWith('Policy') && name === 'toys-inside');

  test('concerns those alone, and lets administrators through, since a count may never come', () => {
    const [policy] = named([yard, toy('Park', 'Cluster', 'town'), toy('Swing', 'Namespaced', 'town')]);
    expect(policy?.spec.matchConstraints?.resourceRules).toMatchObject([{ resources: ['yards'] }]);
    expect(policy?.spec.matchConditions?.map(({ name }) => name)).toEqual(['not-crossplane', 'not-administrator']);
    expect(named([toy('Park', 'Cluster', 'town')])).toEqual([]);
  });
});

describe('the policy on teams', () => {
  const named = (apis: readonly AnyApi[], name: string) =>
    policiesFor(apis).filter(({ metadata }) => metadata.name === name);

  test.each([
    {
      kind: 'Playground',
      scope: 'Cluster',
      field: 'team',
      resources: ['playgrounds'],
      reason: 'no namespace keeps it apart',
    },
    { kind: 'Swing', scope: 'Namespaced', field: 'team', resources: undefined, reason: 'its namespace does' },
    { kind: 'Park', scope: 'Cluster', field: 'town', resources: undefined, reason: 'it belongs to no team' },
  ] as const)('concerns $resources for a $scope $kind with a $field: $reason', ({ kind, scope, field, resources }) => {
    const [policy] = named([toy(kind, scope, field)], 'toys-team');
    expect(policy?.spec.matchConstraints?.resourceRules[0]?.resources).toEqual(resources);
    expect(named([toy(kind, scope, field)], 'toys-deployers').map((object) => object.kind)).toEqual(
      resources === undefined ? [] : ['ClusterRole', 'ClusterRoleBinding'],
    );
  });

  test('names the group whose members may do it', () => {
    const [policy] = named([toy('Playground', 'Cluster', 'team')], 'toys-team');
    expect(policy?.spec.validations?.[0]?.messageExpression).toContain("group toys-team-' + variables.foreign[0]");
  });
});

describe('a deletion that leaves behind what the claim owns', () => {
  const end = policiesFor([toy('Swing', 'Namespaced', 'deletion')]).find(
    ({ metadata }) => metadata.name === 'toys-end',
  );
  const paused = { annotations: { 'crossplane.io/paused': 'true' } };
  const synced = (reason: string) => ({ conditions: [{ type: 'Ready' }, { type: 'Synced', reason }] });
  const orphaned = { propagationPolicy: 'Orphan' };
  const administrators = ['toys-administrators'];

  test.each<{
    reason: string;
    groups?: readonly string[];
    options?: object;
    metadata?: object;
    spec?: object;
    status?: object;
    says: string;
  }>([
    { reason: 'that leaves nothing behind', options: {}, says: '' },
    { reason: 'with its owner in mind', options: { propagationPolicy: 'Foreground' }, says: '' },
    { reason: 'by anybody', says: 'leave out --cascade=orphan' },
    { reason: 'by anybody, in the old way', options: { orphanDependents: true }, says: 'leave out --cascade=orphan' },
    {
      reason: 'by an administrator while Crossplane works',
      groups: administrators,
      says: 'Swing s must be paused first',
    },
    {
      reason: 'by an administrator before Crossplane says that it rests',
      groups: administrators,
      metadata: paused,
      status: synced('ReconcileSuccess'),
      says: 'Swing s must be paused first',
    },
    {
      reason: 'by an administrator after the pause',
      groups: administrators,
      status: synced('ReconcilePaused'),
      says: 'Swing s must be paused first',
    },
    {
      reason: 'by an administrator while Crossplane rests',
      groups: administrators,
      metadata: paused,
      status: synced('ReconcilePaused'),
      says: '',
    },
    {
      reason: 'by a finalizer alone',
      groups: administrators,
      options: {},
      metadata: { finalizers: ['orphan'] },
      says: 'Swing s must be paused first',
    },
    {
      reason: 'despite that finalizer, since the request says otherwise',
      options: { propagationPolicy: 'Background' },
      metadata: { finalizers: ['orphan'] },
      says: '',
    },
    {
      reason: 'of a v1 claim, which owns nothing',
      groups: administrators,
      metadata: paused,
      spec: { resourceRef: { name: 's-x' } },
      status: synced('ReconcilePaused'),
      says: 'Swing s leaves nothing behind',
    },
  ])('is judged: $reason', ({ groups, options = orphaned, metadata, spec, status, says }) => {
    const oldObject = {
      kind: 'Swing',
      metadata: { name: 's', ...metadata },
      ...(spec && { spec }),
      ...(status && { status }),
    };
    const request = { operation: 'DELETE', options, userInfo: { username: 'ann', ...(groups && { groups }) } };
    const refusal = refusalBy(end as unknown as AdmissionPolicy, { object: null, oldObject, request });
    if (says === '') expect(refusal).toBe('');
    else expect(refusal).toContain(says);
  });
});

describe('the accounts that restore backups', () => {
  const apis = [toy('Playground', 'Cluster', 'team'), toy('Swing', 'Namespaced', 'deletion')];
  const all = policiesFor(apis, { restorers: ['velero/velero', 'kasten-io/k10'] }) as (Policy & {
    readonly rules?: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
    readonly subjects?: readonly object[];
  })[];

  test('are exempt from the policies on what a backup has, and from no other', () => {
    const exempt = all.filter(({ spec }) => spec?.matchConditions?.some(({ name }) => name === 'not-restorer'));
    expect(exempt.map(({ metadata }) => metadata.name)).toEqual(['toys-status', 'toys-composition', 'toys-end']);
    expect(JSON.stringify(exempt[0])).toContain(
      "in ['system:serviceaccount:velero:velero', 'system:serviceaccount:kasten-io:k10']",
    );
  });

  test('may write claims, what is behind them and their statuses, for every team, and delete nothing', () => {
    const role = all.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'toys-restorers');
    const kinds = ['playgrounds', 'swings', 'xplaygrounds', 'xswings'];
    expect(role?.rules?.flatMap(({ resources }) => resources)).toEqual([
      ...kinds,
      ...kinds.map((plural) => `${plural}/status`),
      'teams',
    ]);
    expect(role?.rules?.flatMap(({ verbs }) => verbs)).not.toContain('delete');
    const binding = all.find(
      ({ kind, metadata }) => kind === 'ClusterRoleBinding' && metadata.name === 'toys-restorers',
    );
    expect(binding?.subjects).toMatchObject([
      { kind: 'ServiceAccount', name: 'velero', namespace: 'velero' },
      { kind: 'ServiceAccount', name: 'k10', namespace: 'kasten-io' },
    ]);
  });

  test('are none unless the platform names them', () => {
    expect(JSON.stringify(policiesFor(apis))).not.toContain('restorer');
  });
});

describe('the policies on limits', () => {
  const slide = api({
    kind: 'Slide',
    description: 'A toy.',
    targets: ['local'],
    spec: object({ length: optional(integer('How long.', { minimum: 1, maximum: 9 })) }),
    recorded: object({}),
    status: object({}),
    secret: {},
    limits: { length: { most: 'most' } },
  }) as AnyApi;
  const restorers = ['velero/velero'];
  const all = policiesFor([slide, toy('Swing', 'Namespaced', 'town')], { restorers });
  const [policy, binding] = all.filter(({ metadata }) => metadata.name.startsWith('toys-limits'));

  test('are of the APIs with limits, and take the EnvironmentConfig as parameter, without which they say nothing', () => {
    expect(all.filter(({ metadata }) => metadata.name.startsWith('toys-limits'))).toHaveLength(2);
    expect(policy?.spec).toMatchObject({
      failurePolicy: 'Fail',
      paramKind: { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' },
      matchConstraints: { resourceRules: [{ resources: ['slides'], operations: ['CREATE', 'UPDATE'] }] },
    });
    expect(binding?.spec).toMatchObject({ paramRef: { name: 'toys', parameterNotFoundAction: 'Allow' } });
    expect(policy?.spec.matchConditions?.map(({ name }) => name)).toEqual(['not-crossplane', 'not-restorer']);
  });

  test('are the same as values for charts, but for where they read the EnvironmentConfig', () => {
    const context = guardContext({ name: 'toys', group: 'toys.example.org', packages: [], restorers });
    const apis = [slide, toy('Swing', 'Namespaced', 'town')];
    const [twin, ...others] = limitPolicies(apis, composed, environment, context);
    expect(others).toEqual([]);
    const { name, reports, variables, ...rest } = twin!;
    expect({ name, reports }).toEqual({ name: policy?.metadata.name, reports: ['slides'] });
    expect(policy?.spec).toMatchObject(rest);
    expect(policy?.spec.variables?.slice(1)).toEqual(variables);
  });
});

describe('the policy on the catalogue of teams', () => {
  const swing = toy('Swing', 'Namespaced', 'town');
  const wide = object({ catalogue: teamCatalogue({ swing }) });
  const settings = {
    name: 'toys',
    group: 'toys.example.org',
    packages: [],
    controllers: ['brick-system/bricklayer'],
    restorers: ['velero/velero'],
  };
  const built = (schema: Node) =>
    chartObjects('policies', (chart) =>
      policies(chart, settings, [swing], { composed, environment: schema }),
    ) as (Policy & AdmissionPolicy)[];
  const named = (schema: Node) => built(schema).find(({ metadata }) => metadata.name === 'toys-catalogue');
  const policy = named(wide as Node);

  test('is there if environments can have one, for claims and for what a provider or an operator brings', () => {
    expect(named(environment as Node)).toBe(undefined);
    expect(policy?.spec.matchConstraints).toEqual({
      namespaceSelector: { matchExpressions: [{ key: 'toys.example.org/team', operator: 'Exists' }] },
      resourceRules: [
        {
          apiGroups: ['bricks.example.org', 'toys.example.org'],
          apiVersions: ['*'],
          operations: ['CREATE'],
          resources: ['bricks', 'swings'],
          scope: 'Namespaced',
        },
      ],
    });
    expect(policy?.spec.matchConditions?.map(({ name }) => name)).toEqual(['not-crossplane', 'not-restorer']);
  });

  const only = (kinds: string) =>
    ` is not offered in namespaces of teams here, only ${kinds}; make one of these in its place, or ask the platform team`;
  const brick = 'bricks.bricks.example.org';
  test.each([
    { reason: 'without a list', catalogue: undefined, resource: 'bricks.bricks', says: '' },
    { reason: 'a claim that is listed', catalogue: ['swings'], resource: 'swings.toys', says: '' },
    { reason: 'a foreign kind that is listed', catalogue: [brick], resource: 'bricks.bricks', says: '' },
    {
      reason: 'a claim that is not listed',
      catalogue: [brick],
      resource: 'swings.toys',
      says: `kind: swings${only(brick)}`,
    },
    {
      reason: 'an object that bypasses claims',
      catalogue: ['swings'],
      resource: 'bricks.bricks',
      says: `kind: ${brick}${only('swings')}`,
    },
    {
      reason: 'a controller that the platform trusts to make parts of other objects',
      catalogue: ['swings'],
      resource: 'bricks.bricks',
      username: 'system:serviceaccount:brick-system:bricklayer',
      says: '',
    },
    {
      reason: 'a claim of such a controller, since the function asks nobody who made it',
      catalogue: [brick],
      resource: 'swings.toys',
      username: 'system:serviceaccount:brick-system:bricklayer',
      says: `kind: swings${only(brick)}`,
    },
    {
      reason: 'an account of a team that calls its object a part of another one',
      catalogue: ['swings'],
      resource: 'bricks.bricks',
      object: { metadata: { ownerReferences: [{ controller: true }] } },
      says: `kind: ${brick}${only('swings')}`,
    },
    {
      reason: 'an account of the same name in a namespace of the team',
      catalogue: ['swings'],
      resource: 'bricks.bricks',
      username: 'system:serviceaccount:team-a:bricklayer',
      says: `kind: ${brick}${only('swings')}`,
    },
    {
      reason: 'an administrator, who makes what is no claim',
      catalogue: ['swings'],
      resource: 'bricks.bricks',
      groups: ['toys-administrators'],
      says: '',
    },
    {
      reason: 'an administrator, who lists the claim first',
      catalogue: [brick],
      resource: 'swings.toys',
      groups: ['toys-administrators'],
      says: `kind: swings${only(brick)}`,
    },
  ])('judges $reason', ({ catalogue, resource, object: made = { metadata: {} }, username = 'ann', groups, says }) => {
    const [plural, group] = resource.split('.');
    const userInfo = { username, ...(groups && { groups }) };
    const request = { resource: { resource: plural, group: `${group}.example.org` }, userInfo };
    const params = { data: catalogue === undefined ? {} : { catalogue } };
    expect(refusalBy(policy as AdmissionPolicy, { object: made, request, params })).toBe(says);
  });

  test('says the same as a value for charts, which cannot judge what is there already', () => {
    const context = guardContext({ ...settings, packages: [] });
    const [twin, ...others] = limitPolicies([swing], composed, wide as Node, context);
    expect(others).toEqual([]);
    const { name, reports, variables, ...rest } = twin!;
    expect({ name, reports }).toEqual({ name: 'toys-catalogue', reports: [] });
    expect(policy?.spec).toMatchObject(rest);
    expect(policy?.spec.variables?.slice(1)).toEqual(variables);
  });
});

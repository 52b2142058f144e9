import { describe, expect, it } from 'vitest';
import { type AnyApi, api, claimsInside, expiresAt, object, optional, string } from 'planesmith/schema';
import { chartObjects } from 'planesmith/release';
import { refusalBy } from 'planesmith/testing';
import { expiry } from '../../compositions/install/expiry.ts';

interface Composed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly object[];
  readonly spec?: {
    readonly matchConstraints: { readonly resourceRules: readonly object[] };
    readonly conditions: readonly { readonly name: string; readonly expression: string }[];
  };
}

const toy = (
  kind: string,
  options: { scope?: 'Cluster'; spec?: string; status: ReturnType<typeof expiresAt> | undefined },
) =>
  api({
    kind,
    description: 'A toy.',
    ...(options.scope && { scope: options.scope }),
    targets: ['local'],
    spec: object(options.spec === undefined ? {} : { [options.spec]: optional(string('A word.', { maxLength: 63 })) }),
    recorded: object({}),
    status: object(options.status === undefined ? {} : { expiresAt: options.status }),
    secret: {},
  }) as AnyApi;
const moment = expiresAt();
const playground = toy('Playground', { scope: 'Cluster', spec: 'team', status: moment });
const kite = toy('Kite', { status: moment });
const objectsFor = (...apis: readonly AnyApi[]) =>
  chartObjects('expiry', (chart) =>
    expiry(chart, { platform: 'toys', group: 'toys.example.org', target: 'local', apis }),
  ) as readonly Composed[];

describe('expiry', () => {
  it.each([
    { apis: [toy('Rock', { status: undefined })], reason: 'nothing says when it ends' },
    {
      apis: [toy('Milk', { status: optional(string('When.', { maxLength: 40 })) })],
      reason: 'what it says is not a moment',
    },
    { apis: [], reason: 'there is no API' },
  ])('is nothing if $reason', ({ apis }) => {
    expect(objectsFor(...apis)).toEqual([]);
  });

  it('lets the cleanup controller see and delete the kinds that expire, and no others', () => {
    const [role] = objectsFor(playground, toy('Rock', { status: undefined }), kite);
    expect(role).toMatchObject({
      kind: 'ClusterRole',
      metadata: { name: 'toys-local-expiry', labels: { 'rbac.kyverno.io/aggregate-to-cleanup-controller': 'true' } },
    });
    expect(role?.rules).toEqual([
      { apiGroups: ['toys.example.org'], resources: ['kites'], verbs: ['list', 'delete'] },
      { apiGroups: ['toys.example.org'], resources: ['playgrounds'], verbs: ['list', 'delete'] },
      { apiGroups: ['teams.toys.example.org'], resources: ['teams'], verbs: ['delete'] },
    ]);
  });

  it('asks for no right on teams if what expires has none', () => {
    expect(objectsFor(kite)[0]?.rules).toHaveLength(1);
  });

  it('deletes by one policy what is expired, not retained and nobody else’s part', () => {
    const policy = objectsFor(playground, kite)[1];
    expect(policy).toMatchObject({ kind: 'DeletingPolicy', metadata: { name: 'toys-local-expiry' } });
    expect(policy?.spec?.matchConstraints.resourceRules).toEqual([
      { apiGroups: ['toys.example.org'], apiVersions: ['v1alpha1'], resources: ['kites'] },
      { apiGroups: ['toys.example.org'], apiVersions: ['v1alpha1'], resources: ['playgrounds'] },
    ]);
    expect(policy?.spec?.conditions.map(({ name }) => name)).toEqual([
      'is-expired',
      'is-not-retained',
      'holds-nothing',
      'is-not-composed',
    ]);
  });

  it.each([
    { owner: undefined, isDeleted: true, reason: 'it is nobody’s part' },
    {
      owner: { apiVersion: 'toys.example.org/v1alpha1', kind: 'Box', controller: true },
      isDeleted: false,
      reason: 'another claim composed it, as only Crossplane may write',
    },
    {
      owner: { apiVersion: 'toys.example.org/v1alpha1', kind: 'Box' },
      isDeleted: true,
      reason: 'everybody may write an owner that is no controller',
    },
    {
      owner: { apiVersion: 'v1', kind: 'ConfigMap', controller: true },
      isDeleted: true,
      reason: 'everybody may write a controller of another group, and would keep the claim for ever',
    },
  ])('deletes an expired claim with the owner $owner: $isDeleted, as $reason', ({ owner, isDeleted }) => {
    const conditions = objectsFor(kite)[1]?.spec?.conditions ?? [];
    const { expression = '' } = conditions.find(({ name }) => name === 'is-not-composed') ?? {};
    const object = { metadata: owner === undefined ? {} : { ownerReferences: [owner] } };
    const policy = { spec: { validations: [{ expression, message: 'composed' }] } };
    expect(refusalBy(policy, { object }) === '').toBe(isDeleted);
  });

  it('deletes the claims in an expired namespace, since they hold the claim that provides it', () => {
    const yard = api({
      kind: 'Yard',
      description: 'A toy.',
      scope: 'Cluster',
      targets: ['local'],
      spec: object({}),
      recorded: object({}),
      status: object({ expiresAt: moment, claims: claimsInside() }),
      secret: {},
    }) as AnyApi;
    const rock = toy('Rock', { status: undefined });
    const [role, , policy, ...more] = objectsFor(
      yard,
      kite,
      rock,
      toy('Hill', { scope: 'Cluster', status: undefined }),
    );
    expect(more).toEqual([]);
    expect(policy).toMatchObject({ kind: 'DeletingPolicy', metadata: { name: 'toys-local-expiry-inside' } });
    expect(policy?.spec?.matchConstraints.resourceRules).toMatchObject([
      { resources: ['kites'] },
      { resources: ['rocks'] },
    ]);
    expect(policy?.spec?.conditions.map(({ name }) => name)).toEqual([
      'is-in-expired-namespace',
      'is-not-retained',
      'is-not-composed',
    ]);
    expect(role?.rules).toMatchObject([{ resources: ['kites'] }, { resources: ['rocks'] }, { resources: ['yards'] }]);
    expect(objectsFor(playground, rock)).toHaveLength(2);
  });
});

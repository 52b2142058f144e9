import { describe, expect, it } from 'vitest';
import { type AnyApi, api, object, optional, string } from '../schema/index.ts';
import { expiry } from './expiry.ts';

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly object[];
  readonly spec?: {
    readonly matchConstraints: { readonly resourceRules: readonly object[] };
    readonly conditions: readonly { readonly name: string }[];
  };
}

const toy = (
  kind: string,
  given: { scope?: 'Cluster'; spec?: string; status: ReturnType<typeof string> | undefined },
) =>
  api({
    kind,
    description: 'A toy.',
    ...(given.scope && { scope: given.scope }),
    targets: ['local'],
    spec: object(given.spec === undefined ? {} : { [given.spec]: optional(string('A word.', { maxLength: 63 })) }),
    recorded: object({}),
    status: object(given.status === undefined ? {} : { expiresAt: optional(given.status) }),
    secret: [],
  }) as AnyApi;
const moment = string('When it ends.', { format: 'date-time', maxLength: 40 });
const playground = toy('Playground', { scope: 'Cluster', spec: 'team', status: moment });
const kite = toy('Kite', { status: moment });
const made = (...apis: readonly AnyApi[]) => expiry('toys', 'toys.example.org', 'local', apis) as readonly Made[];

describe('expiry', () => {
  it.each([
    { apis: [toy('Rock', { status: undefined })], reason: 'nothing says when it ends' },
    { apis: [toy('Milk', { status: string('When.', { maxLength: 40 }) })], reason: 'what it says is not a moment' },
    { apis: [], reason: 'there is no API' },
  ])('is nothing where $reason', ({ apis }) => {
    expect(made(...apis)).toEqual([]);
  });

  it('lets the cleanup controller see and delete the kinds that expire, and no others', () => {
    const [role] = made(playground, toy('Rock', { status: undefined }), kite);
    expect(role).toMatchObject({
      kind: 'ClusterRole',
      metadata: { name: 'toys-local-expiry', labels: { 'rbac.kyverno.io/aggregate-to-cleanup-controller': 'true' } },
    });
    expect(role?.rules).toEqual([
      {
        apiGroups: ['toys.example.org'],
        resources: ['kites', 'playgrounds'],
        verbs: ['list', 'delete'],
      },
      { apiGroups: ['teams.toys.example.org'], resources: ['teams'], verbs: ['delete'] },
    ]);
  });

  it('asks for no right on teams where what expires has none', () => {
    expect(made(kite)[0]?.rules).toHaveLength(1);
  });

  it('deletes by one policy what is expired, not retained and nobody else’s part', () => {
    const policy = made(playground, kite)[1];
    expect(policy).toMatchObject({ kind: 'DeletingPolicy', metadata: { name: 'toys-local-expiry' } });
    expect(policy?.spec?.matchConstraints.resourceRules).toEqual([
      { apiGroups: ['toys.example.org'], apiVersions: ['v1alpha1'], resources: ['kites'] },
      { apiGroups: ['toys.example.org'], apiVersions: ['v1alpha1'], resources: ['playgrounds'] },
    ]);
    expect(policy?.spec?.conditions.map(({ name }) => name)).toEqual([
      'is-expired',
      'is-not-retained',
      'is-not-composed',
    ]);
  });
});

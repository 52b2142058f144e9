/** Several claims for one application: a claim gives its rights to the account that another claim created. */
import { check } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { objectBucket } from '../../apis/object-bucket.ts';
import { pubSub } from '../../apis/pub-sub.ts';
import { conditionOf, facts, readyClaim } from '../fixtures.ts';
import { accountOfAnother, PlayedClaim } from '../played/claim.ts';

const name = 'events-pubsub-account-12345678';
const environment = facts();
const specs: Readonly<Record<string, Record<string, unknown>>> = {
  ObjectBucket: {},
  PubSub: { topics: { orders: {} } },
};

const gcp = 'serviceAccount:another@example-dev.iam.gserviceaccount.com';
const azure = '12345678-2222-3333-4444-555555555555';
const cells = [
  { kind: 'ObjectBucket', target: 'gcp', rights: ['access'], field: 'member', who: gcp },
  { kind: 'ObjectBucket', target: 'azure', rights: ['access'], field: 'principalId', who: azure },
  { kind: 'PubSub', target: 'gcp', rights: ['publishing.orders', 'consuming.orders'], field: 'member', who: gcp },
  { kind: 'PubSub', target: 'azure', rights: ['sending', 'receiving'], field: 'principalId', who: azure },
];

describe.each(cells)('$kind on $target', ({ kind, target, rights, field, who }) => {
  const claimBeside = (others: readonly KubernetesObject[]) =>
    new PlayedClaim({ kind, target, environment, spec: { ...specs[kind], serviceAccount: name }, others });
  const membersOf = (claim: PlayedClaim) =>
    rights.map((key) => {
      const spec = claim.objects.get(key)?.['spec'] as { forProvider: Record<string, unknown> } | undefined;
      return spec?.forProvider[field];
    });

  test('gives its rights to the account that it names, creates none, and reports it', () => {
    const claim = claimBeside([accountOfAnother(name)]);
    claim.settle();
    for (const key of ['account', 'identity', 'trust']) expect(claim.objects.has(key), key).toBe(false);
    expect(membersOf(claim)).toEqual(rights.map(() => who));
    expect(claim.status).toMatchObject({ serviceAccount: name });
    expect(conditionOf(claim)?.reason).toBe('Available');
  });

  test('keeps the rights while the account cannot be read', () => {
    const others = [accountOfAnother(name)];
    const claim = claimBeside(others);
    claim.settle();
    const before = [...claim.objects];
    others.length = 0;
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  test.each([
    { reason: 'the account does not exist', others: [], says: `there is no ServiceAccount ${name} in this namespace` },
    {
      reason: 'the account is unknown to every cloud',
      others: [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'team-a' } }],
      says: `no cloud knows ServiceAccount ${name}, which lacks the annotation`,
    },
  ])('composes nothing and reports the reason if $reason', ({ others, says }) => {
    const claim = claimBeside(others);
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(conditionOf(claim)?.message).toContain(`spec.serviceAccount: ${says}`);
    expect(conditionOf(claim)?.message).toContain('name one that a claim reports in status.serviceAccount');
  });
});

const accountActingAs = (identity: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'team-a', annotations: { 'iam.gke.io/gcp-service-account': identity } },
});

describe.each(['ObjectBucket', 'PubSub'])('%s on gcp gives no rights to', (kind) => {
  test.each([
    { identity: 'mine@elsewhere.iam.gserviceaccount.com', reason: 'an account of a foreign project' },
    { identity: 'serviceAccount:mine@elsewhere.iam.gserviceaccount.com', reason: 'that account, written as a member' },
    { identity: 'serviceAccount:elsewhere.svc.id.goog[a/b]', reason: 'an account of a foreign cluster' },
    { identity: 'x@example-dev.iam.gserviceaccount.com.example.org', reason: 'an address that only looks like ours' },
    { identity: 'allUsers', reason: 'everybody' },
  ])('$reason', ({ identity }) => {
    const spec = { ...specs[kind], serviceAccount: name };
    const claim = new PlayedClaim({ kind, target: 'gcp', environment, spec, others: [accountActingAs(identity)] });
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(conditionOf(claim)?.message).toContain(
      `${name} acts as ${identity}, which is no account of the project example-dev`,
    );
  });
});

test.each(['gcp', 'azure'])(
  'other claims can name the accounts that DevNamespace, PubSub and ObjectBucket create on %s',
  (target) => {
    const annotation = target === 'gcp' ? 'iam.gke.io/gcp-service-account' : 'platform.example.org/principal-id';
    const makers = [
      { kind: 'DevNamespace', key: 'applications', spec: { team: 'shop', members: ['jo'] } },
      { kind: 'PubSub', key: 'account', spec: specs['PubSub'] ?? {} },
      { kind: 'ObjectBucket', key: 'account', spec: {} },
    ];
    for (const { kind, key, spec } of makers) {
      const claim = readyClaim({ kind, target, environment, spec });
      expect(claim.objects.get(key)?.metadata.annotations, kind).toHaveProperty([annotation], expect.any(String));
    }
  },
);

test.each([
  { old: undefined, now: name, reason: 'the claim has an account of its own' },
  { old: name, now: undefined, reason: 'the rights belong to another account' },
  { old: name, now: 'other', reason: 'the rights belong to another account' },
])('an account cannot change from $old to $now: $reason', ({ old, now }) => {
  for (const [api, spec] of [
    [objectBucket, {}],
    [pubSub, specs['PubSub']],
  ] as const) {
    const of = (serviceAccount: string | undefined) => ({ ...spec, ...(serviceAccount && { serviceAccount }) });
    const issues = check(api.spec, of(now) as never, { old: of(old) as never });
    expect(issues.map(({ path }) => path)).toEqual(['serviceAccount']);
    expect(check(api.spec, of(now) as never, { old: of(now) as never })).toEqual([]);
  }
});

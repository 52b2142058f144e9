import { expect, it } from 'vitest';
import { lockedRights, mayRequest, requestedRights, rightChanges, rightsIn, saysRights } from './rights.ts';

const provider = (permissionRequests: unknown) => ({
  content: { kind: 'Provider', apiVersion: 'meta.pkg.crossplane.io/v1', spec: { controller: { permissionRequests } } },
});
const role = (rules: unknown) => ({
  content: { kind: 'ClusterRole', apiVersion: 'rbac.authorization.k8s.io/v1', rules },
});
const secrets = (...verbs: string[]) => ({ apiGroups: [''], resources: ['secrets'], verbs });

it.for([
  {
    old: [provider([secrets('get')])],
    now: [provider([secrets('get', 'create')])],
    says: ['secrets: asks also for create'],
    reason: 'a further verb',
  },
  {
    old: [provider([secrets('get')])],
    now: [provider([])],
    says: ['secrets: no longer asks for get'],
    reason: 'a rule less',
  },
  {
    old: [provider([secrets('get')])],
    now: [role([secrets('get')])],
    says: [],
    reason: 'the form of the request is not the right',
  },
  {
    old: [role([])],
    now: [role([{ apiGroups: ['apps', ''], resources: ['*'], verbs: ['*'] }])],
    says: ['*: asks also for all verbs', '*.apps: asks also for all verbs'],
    reason: 'groups and resources multiply',
  },
  {
    old: [],
    now: [role([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }])],
    says: ['/metrics: asks also for get'],
    reason: 'URLs are asked for, too',
  },
  {
    old: [provider(undefined)],
    now: [role('x'), role([null, { resources: 'secrets', verbs: 7 }]), { content: null }],
    says: [],
    reason: 'what is no rule asks for nothing',
  },
])('rights change as $says: $reason', ({ old, now, says }) => {
  const changes = rightChanges(requestedRights(old), requestedRights(now));
  expect(changes.map((change) => `${change.resource}: ${change.says}`)).toEqual(says);
});

it('rights are the same after a way through the lock, sorted', () => {
  const rights = requestedRights([
    role([secrets('list', 'get'), { apiGroups: ['apps'], resources: ['sets'], verbs: ['*'] }]),
  ]);
  const locked = lockedRights('v1', rights);
  expect(JSON.stringify(locked)).toBe('{"version":"v1","verbs":{"secrets":["get","list"],"sets.apps":["*"]}}');
  expect(rightsIn(locked)).toEqual(rights);
});

it.for([
  { documents: [provider(undefined)], says: true, reason: 'a package that asks for nothing says so' },
  { documents: [role([])], says: true, reason: 'an operator has roles beside its CRDs' },
  { documents: [{ content: { kind: 'CustomResourceDefinition' } }], says: false, reason: 'CRDs alone do not' },
  { documents: [{ content: null }, { content: 7 }], says: false, reason: 'nor does anything else' },
])('$reason', ({ documents, says }) => expect(saysRights(documents)).toBe(says));

it.for(['kind: Provider\n', '{"kind":"Provider","spec":{}}', 'kind: ClusterRole\n'])('%j may ask for rights', (text) =>
  expect(mayRequest(text)).toBe(true),
);
it.for(['kind: ProviderConfig\n', 'kind: Gear\n'])('%j asks for none', (text) => expect(mayRequest(text)).toBe(false));

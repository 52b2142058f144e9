import { expect, it } from 'vitest';
import { requestedRights, rightChanges } from './rights.ts';

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

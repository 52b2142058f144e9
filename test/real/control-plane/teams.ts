/** Requests of several users on a cluster-scoped claim of the team `shop`, sent as dry runs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { devNamespace } from '../../../apis/dev-namespace.ts';
import { example } from '../../cases/claims.ts';
import { platform } from '../../cases/platform.ts';
import type { ControlPlane } from './start.ts';

/** One request of a user, and the message with which it is refused, if it is. */
export interface Deed {
  readonly does: 'create' | 'delete' | { readonly metadata: object } | { readonly spec: object };
  /** The user's groups besides `developers`, which has every right on claims. */
  readonly groups: readonly string[];
  readonly user?: string;
  readonly refusal?: string;
  readonly reason: string;
}

const argo = 'system:serviceaccount:argocd:argocd-application-controller';
const collector = 'system:serviceaccount:kube-system:generic-garbage-collector';
const shop = 'platform-team-shop';
const billing = 'platform-team-billing';
const notOf = (team: string) =>
  `this is for the team ${team} to do: you are not in its group ${platform.name}-team-${team}`;

const composedBy = (controller: boolean) => ({
  metadata: {
    ownerReferences: [
      { apiVersion: `${platform.group}/v1alpha1`, kind: 'StateStore', name: 'none', uid: 'not-there', controller },
    ],
  },
});

export const deeds: readonly Deed[] = [
  { groups: [shop], does: 'create', reason: 'it is their team' },
  { groups: [], does: 'create', refusal: notOf('shop'), reason: 'they are in no team' },
  { groups: [billing], does: 'create', refusal: notOf('shop'), reason: 'they are in another team' },
  {
    groups: ['team-shop'],
    does: 'create',
    refusal: notOf('shop'),
    reason: 'a group of that name is not the platform’s',
  },
  { groups: ['platform-administrators'], does: 'create', reason: 'administrators act for all' },
  { groups: ['platform-deployers'], does: 'create', reason: 'deployers act for all' },
  { groups: [], user: argo, does: 'create', reason: 'the account is bound to the role of deployers' },
  { groups: ['system:masters'], does: 'create', reason: 'cluster administrators may do everything' },
  { groups: [shop], does: { spec: { quota: 'L' } }, reason: 'it is their team’s' },
  { groups: [billing], does: { spec: { quota: 'L' } }, refusal: notOf('shop'), reason: 'it is another team’s' },
  {
    groups: [billing],
    does: { spec: { team: 'billing' } },
    refusal: notOf('shop'),
    reason: 'it would take another team’s claim',
  },
  {
    groups: [shop],
    does: { spec: { team: 'billing' } },
    refusal: notOf('billing'),
    reason: 'it would force the claim upon another team',
  },
  { groups: [shop, billing], does: { spec: { team: 'billing' } }, reason: 'they are in both teams' },
  {
    groups: [billing],
    does: { metadata: { labels: { stage: 'try' } } },
    refusal: notOf('shop'),
    reason: 'metadata can let a controller delete it',
  },
  {
    groups: [shop],
    does: composedBy(true),
    refusal: 'only Crossplane composes a claim for another one',
    reason: 'the garbage collector would delete it with its retained data',
  },
  {
    groups: [shop],
    does: composedBy(false),
    reason: 'the garbage collector does not treat it as part of another object',
  },
  { groups: ['platform-administrators'], does: composedBy(true), reason: 'administrators restore lost objects' },
  {
    groups: [],
    user: collector,
    does: { metadata: { finalizers: null } },
    reason: 'the garbage collector works on all',
  },
  { groups: [], user: collector, does: 'delete', reason: 'the garbage collector works on all' },
  { groups: [shop], does: 'delete', reason: 'it is their team’s' },
  { groups: [billing], does: 'delete', refusal: notOf('shop'), reason: 'it is another team’s' },
];

const apiGroup = 'rbac.authorization.k8s.io';
const binding = (role: string, subject: object) => ({
  apiVersion: `${apiGroup}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: `test-${role}` },
  roleRef: { apiGroup, kind: 'ClusterRole', name: role },
  subjects: [subject],
});

/** Every right on claims for developers, and the role of deployers for the account of the GitOps controller. */
export const rights: readonly object[] = [
  {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'developers' },
    rules: [{ apiGroups: [platform.group], resources: ['*'], verbs: ['*'] }],
  },
  binding('developers', { apiGroup, kind: 'Group', name: 'developers' }),
  binding('platform-deployers', { kind: 'ServiceAccount', name: argo.split(':').at(-1), namespace: 'argocd' }),
];

/** Sends a request as a dry run and returns the API server's refusal, or an empty text if it allows the request. */
export async function tried({ kubectl, folder }: ControlPlane, deed: Deed): Promise<string> {
  const { does, groups, user = 'ada@example.org' } = deed;
  const as = ['--dry-run=server', `--as=${user}`, ...['developers', ...groups].map((group) => `--as-group=${group}`)];
  const file = join(folder, 'workplace.json');
  await writeFile(file, JSON.stringify({ ...example('dev-namespace.yaml'), metadata: { name: 'another' } }));
  const resource = `${devNamespace.plural}.${platform.group}`;
  const args =
    does === 'create'
      ? ['create', '-f', file]
      : does === 'delete'
        ? ['delete', resource, existing]
        : ['patch', resource, existing, '--type=merge', `--patch=${JSON.stringify(does)}`];
  return kubectl(...args, ...as).then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  );
}

/** A claim of the team `shop` that no function answers and nothing deletes. */
const existing = 'b-ahead';

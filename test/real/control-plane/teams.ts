/** Requests of several users on a cluster-scoped claim of the team `shop`, sent as dry runs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { devNamespace } from '../../../apis/dev-namespace.ts';
import { example } from '../../cases/claims.ts';
import { platform } from '../../cases/platform.ts';
import type { ControlPlane } from './start.ts';

/** One request of a user, and the message with which it is refused, if it is. */
export interface Deed {
  readonly does: 'create' | 'delete' | 'orphan' | { readonly metadata: object } | { readonly spec: object };
  /** All of the user's groups. RBAC gives a user the rights of their roles in the install bundle, and nothing else. */
  readonly groups: readonly string[];
  readonly user?: string;
  readonly refusal?: string;
  readonly reason: string;
}

const argo = 'system:serviceaccount:argocd:argocd-application-controller';
const collector = 'system:serviceaccount:kube-system:generic-garbage-collector';
const leads = 'platform-team-leads';
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
  { groups: [leads, shop], does: 'create', reason: 'it is their team' },
  { groups: [leads], does: 'create', refusal: notOf('shop'), reason: 'they are in no team' },
  { groups: [leads, billing], does: 'create', refusal: notOf('shop'), reason: 'they are in another team' },
  {
    groups: [leads, 'team-shop'],
    does: 'create',
    refusal: notOf('shop'),
    reason: 'a group of that name is not the platform’s',
  },
  {
    groups: ['platform-developers', shop],
    does: 'create',
    refusal: 'cannot create resource "devnamespaces"',
    reason: 'they are in the team, but lead none',
  },
  {
    groups: ['platform-viewers', shop],
    does: 'delete',
    refusal: 'cannot delete resource "devnamespaces"',
    reason: 'they only look',
  },
  { groups: ['platform-administrators'], does: 'create', reason: 'administrators act for all' },
  { groups: ['platform-deployers'], does: 'create', reason: 'deployers act for all' },
  { groups: [], user: argo, does: 'create', reason: 'the account is bound to the role of deployers' },
  { groups: ['system:masters'], does: 'create', reason: 'cluster administrators may do everything' },
  { groups: [leads, shop], does: { spec: { quota: 'L' } }, reason: 'it is their team’s' },
  { groups: [leads, billing], does: { spec: { quota: 'L' } }, refusal: notOf('shop'), reason: 'it is another team’s' },
  {
    groups: [leads, billing],
    does: { spec: { team: 'billing' } },
    refusal: notOf('shop'),
    reason: 'it would take another team’s claim',
  },
  {
    groups: [leads, shop],
    does: { spec: { team: 'billing' } },
    refusal: notOf('billing'),
    reason: 'it would force the claim upon another team',
  },
  { groups: [leads, shop, billing], does: { spec: { team: 'billing' } }, reason: 'they are in both teams' },
  {
    groups: [leads, billing],
    does: { metadata: { labels: { stage: 'try' } } },
    refusal: notOf('shop'),
    reason: 'metadata can let a controller delete it',
  },
  {
    groups: [leads, shop],
    does: composedBy(true),
    refusal: 'only Crossplane composes a claim for another one',
    reason: 'the garbage collector would delete it with its retained data',
  },
  {
    groups: [leads, shop],
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
  {
    groups: [leads, shop],
    does: { metadata: { annotations: { 'crossplane.io/paused': 'true' } } },
    refusal: 'only an administrator of the platform may pause a claim',
    reason: 'Crossplane would not see its end',
  },
  {
    groups: [leads, shop],
    does: { metadata: { finalizers: ['shop.example.org/not-yet'] } },
    refusal: 'only an administrator of the platform may change the finalizers',
    reason: 'it would never be gone',
  },
  {
    groups: [leads, shop],
    does: 'orphan',
    refusal: 'only an administrator of the platform may delete a claim without what it composed',
    reason: 'the namespace would belong to nobody',
  },
  {
    groups: ['platform-administrators'],
    does: { metadata: { annotations: { 'crossplane.io/paused': 'true' } } },
    reason: 'administrators repair claims',
  },
  {
    groups: ['platform-administrators'],
    does: 'orphan',
    refusal: 'DevNamespace b-ahead must be paused first',
    reason: 'Crossplane could take back what Kubernetes then deletes',
  },
  { groups: [leads, shop], does: 'delete', reason: 'it is their team’s' },
  { groups: [leads, billing], does: 'delete', refusal: notOf('shop'), reason: 'it is another team’s' },
];

const apiGroup = 'rbac.authorization.k8s.io';

/** What docs/install.md asks for: the role of deployers for the account of the GitOps controller. */
export const deployerBinding = {
  apiVersion: `${apiGroup}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: 'gitops' },
  roleRef: { apiGroup, kind: 'ClusterRole', name: 'platform-deployers' },
  subjects: [{ kind: 'ServiceAccount', name: argo.split(':').at(-1), namespace: 'argocd' }],
};

/** Sends a request as a dry run and returns the API server's refusal, or an empty text if it allows the request. */
export async function tried({ kubectl, folder }: ControlPlane, deed: Deed): Promise<string> {
  const { does, groups, user = 'ada@example.org' } = deed;
  const as = ['--dry-run=server', `--as=${user}`, ...groups.map((group) => `--as-group=${group}`)];
  const file = join(folder, 'workplace.json');
  await writeFile(file, JSON.stringify({ ...example('dev-namespace.yaml'), metadata: { name: 'another' } }));
  const resource = `${devNamespace.plural}.${platform.group}`;
  const args =
    does === 'create'
      ? ['create', '-f', file]
      : does === 'delete'
        ? ['delete', resource, existing]
        : does === 'orphan'
          ? ['delete', resource, existing, '--cascade=orphan']
          : ['patch', resource, existing, '--type=merge', `--patch=${JSON.stringify(does)}`];
  return kubectl(...args, ...as).then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  );
}

/** A claim of the team `shop` that no function answers and nothing deletes. */
const existing = 'b-ahead';

import { describe, expect, it } from 'vitest';
import { functions } from '../testing/widget.ts';
import { type ComposedKind, composedKinds } from './composed-kinds.ts';
import { chartObjects } from './chart-file.ts';
import { composeRole } from './rbac.ts';

const kindsOf = (target: string) => composedKinds(functions, target).map(({ kind }) => kind);
const kind = (apiVersion: string, name: string, clusterRoles: readonly string[] = []): ComposedKind => ({
  apiVersion,
  kind: name,
  plural: `${name.toLowerCase()}s`,
  namespaced: true,
  clusterRoles,
});

const roleFor = (kinds: readonly ComposedKind[]) => {
  const [role] = chartObjects('role', (chart) =>
    composeRole(chart, { platform: 'toys', version: '1.2.0-RC.1' }, 'local', kinds),
  );
  return role as { readonly rules: readonly object[] };
};

describe('composedKinds', () => {
  it.each([
    {
      target: 'local',
      kinds: ['Gear', 'Shelf', 'Sticker', 'Secret'],
      reason: 'what is declared, and the connection Secret',
    },
    { target: 'cloud', kinds: ['Gear', 'Login', 'Sticker', 'Secret'], reason: 'another target declares others' },
    { target: 'moon', kinds: [], reason: 'nobody answers there' },
  ])('of $target are $kinds: $reason', ({ target, kinds }) => {
    expect(kindsOf(target)).toEqual(kinds);
  });
});

/** Objects with these annotations stay if they are gone from Git. */
const kept = {
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

describe('composeRole', () => {
  it('comes with a sign, and GitOps controllers leave both where they are when another release comes', () => {
    const objects = chartObjects('role', (chart) =>
      composeRole(chart, { platform: 'toys', version: '1.2.0' }, 'local', [kind('v1', 'Secret')]),
    );
    expect(objects.map((object) => (object as { metadata: object }).metadata)).toEqual([
      expect.objectContaining({ name: 'toys-local-compose-1-2-0', annotations: kept }),
      { name: 'toys-local-compose-1-2-0', annotations: kept },
    ]);
  });

  it('lets Crossplane handle exactly the given kinds', () => {
    const kinds = [kind('v1', 'Secret'), kind('b.org/v1', 'Gear'), kind('b.org/v2', 'Bolt'), kind('a.org/v1', 'Nut')];
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    expect(roleFor(kinds)).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {
        name: 'toys-local-compose-1-2-0-rc-1',
        annotations: kept,
        labels: { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' },
      },
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs },
        { apiGroups: ['a.org'], resources: ['nuts'], verbs },
        { apiGroups: ['b.org'], resources: ['bolts'], verbs },
        { apiGroups: ['b.org'], resources: ['gears'], verbs },
      ],
    });
  });

  it('lets Crossplane bind the roles that bindings hand out, which Kubernetes asks for besides, and no others', () => {
    const { rules } = roleFor([
      kind('rbac.authorization.k8s.io/v1', 'RoleBinding', ['view', 'edit']),
      kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', ['view']),
    ]);
    const bind = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'] };
    expect(rules.slice(2)).toEqual([
      { ...bind, resourceNames: ['edit'] },
      { ...bind, resourceNames: ['view'] },
    ]);
  });
});

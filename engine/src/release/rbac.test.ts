import { describe, expect, it } from 'vitest';
import { functions } from '../testing/widget.ts';
import { type ComposedKind, composedKinds } from './composed-kinds.ts';
import { composeRole } from './rbac.ts';

const kindsOf = (target: string) => composedKinds(functions, target).map(({ kind }) => kind);
const kind = (apiVersion: string, name: string, clusterRoles: readonly string[] = []): ComposedKind => ({
  apiVersion,
  kind: name,
  plural: `${name.toLowerCase()}s`,
  namespaced: true,
  clusterRoles,
});

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

describe('composeRole', () => {
  it('lets Crossplane handle exactly the given kinds, group by group', () => {
    const kinds = [kind('v1', 'Secret'), kind('b.org/v1', 'Gear'), kind('b.org/v2', 'Bolt'), kind('a.org/v1', 'Nut')];
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    expect(composeRole('toys', 'local', kinds)).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'toys-local-compose', labels: { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' } },
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs },
        { apiGroups: ['a.org'], resources: ['nuts'], verbs },
        { apiGroups: ['b.org'], resources: ['bolts', 'gears'], verbs },
      ],
    });
  });

  it('lets Crossplane bind the roles that bindings hand out, which Kubernetes asks for besides, and no others', () => {
    const { rules } = composeRole('toys', 'local', [
      kind('rbac.authorization.k8s.io/v1', 'RoleBinding', ['view', 'edit']),
      kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', ['view']),
    ]) as { rules: object[] };
    expect(rules.slice(1)).toEqual([
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['clusterroles'],
        resourceNames: ['edit', 'view'],
        verbs: ['bind'],
      },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { api, object, optional, string, type AnyApi } from '../schema/index.ts';
import { chartObjects } from './chart-file.ts';
import { claimRoles } from './claim-roles.ts';

const toy = (kind: string, scope: 'Namespaced' | 'Cluster'): AnyApi =>
  api({
    kind,
    scope,
    description: 'A toy.',
    targets: ['local'],
    spec: object({ colour: optional(string('What it looks like.', { maxLength: 63 })) }),
    recorded: object({}),
    status: object({}),
    secret: {},
  }) as AnyApi;

const rolesFor = (apis: readonly AnyApi[]) =>
  chartObjects('roles', (chart) => claimRoles(chart, 'toys', 'toys.example.org', 'local', apis));

describe('the roles of those who claim', () => {
  const all = [toy('Kite', 'Namespaced'), toy('Playground', 'Cluster'), toy('Ball', 'Namespaced')];
  const rules = (verbs: readonly string[]) =>
    ['balls', 'kites'].map((plural) => ({ apiGroups: ['toys.example.org'], resources: [plural], verbs }));

  it('give what may be done in a namespace to Kubernetes’ own roles for work in one, and nothing of the whole cluster', () => {
    expect(rolesFor(all)).toEqual([
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: {
          name: 'toys-local-edit',
          labels: {
            'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
            'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
          },
        },
        rules: rules(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']),
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'toys-local-view', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
        rules: rules(['get', 'list', 'watch']),
      },
    ]);
  });

  it('are not there where nothing is claimed in a namespace', () => {
    expect(rolesFor([toy('Playground', 'Cluster')])).toEqual([]);
  });
});

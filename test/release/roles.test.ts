import { chartObjects } from 'planesmith/release';
import { type AnyApi, api, object, optional, string, team } from 'planesmith/schema';
import { describe, expect, it } from 'vitest';
import { apis } from '../../apis/index.ts';
import { roles } from '../../compositions/install/roles.ts';
import { platform } from '../cases/platform.ts';

interface Object {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
  readonly subjects?: readonly { readonly kind: string; readonly name: string }[];
}

const toy = (kind: string, scope: 'Namespaced' | 'Cluster', hasTeam = false) =>
  api({
    kind,
    scope,
    description: 'A toy.',
    targets: ['local'],
    spec: object(hasTeam ? { team: team() } : { colour: optional(string('Its colour.', { maxLength: 20 })) }),
    recorded: object({}),
    status: object({}),
    secret: {},
  }) as AnyApi;

const rolesFor = (chosen: readonly AnyApi[]) =>
  chartObjects('roles', (chart) =>
    roles(chart, { platform: 'toys', group: 'toys.example.org', target: 'local', apis: chosen }),
  ) as Object[];
const named = (objects: readonly Object[], kind: string) =>
  objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

describe('the roles of people', () => {
  it.each([
    {
      chosen: [toy('Kite', 'Namespaced')],
      expected: ['toys-viewers', 'toys-administrators'],
      reason: 'what is in a namespace comes with the roles of Kubernetes',
    },
    {
      chosen: [toy('Kite', 'Namespaced'), toy('Park', 'Cluster')],
      expected: ['toys-developers', 'toys-viewers', 'toys-administrators'],
      reason: 'no team owns a park',
    },
    {
      chosen: [toy('Playground', 'Cluster', true)],
      expected: ['toys-developers', 'toys-team-leads', 'toys-viewers', 'toys-administrators'],
      reason: 'a team owns a playground',
    },
  ])('are $expected, each bound: $reason', ({ chosen, expected }) => {
    expect(named(rolesFor(chosen), 'ClusterRole')).toEqual(expected);
    expect(named(rolesFor(chosen), 'ClusterRoleBinding')).toEqual(expected);
  });

  it('give no Secret, no status, no right to give, and nothing by a wildcard', () => {
    const objects = chartObjects('roles', (chart) =>
      roles(chart, {
        platform: 'platform',
        group: platform.group,
        target: 'local',
        apis: Object.values(apis) as AnyApi[],
      }),
    ) as Object[];
    const rules = objects.flatMap(({ rules = [] }) => rules);
    const words = new Set(rules.flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]));
    expect([...words].filter((word) => /[*/]|secrets|rbac|admission|bind|escalate|impersonate/.test(word))).toEqual([]);
    const written = rules.filter(({ verbs }) => verbs.includes('create')).flatMap(({ apiGroups }) => apiGroups);
    expect(new Set(written)).toEqual(new Set([platform.group, 'apiextensions.crossplane.io']));
  });

  it('are bound to groups alone, so that no account has them by itself', () => {
    const subjects = rolesFor([toy('Playground', 'Cluster', true)]).flatMap(({ subjects = [] }) => subjects);
    expect(new Set(subjects.map(({ kind }) => kind))).toEqual(new Set(['Group']));
    expect(subjects.every(({ name }) => name.startsWith('toys-'))).toBe(true);
  });
});

/** The people of the platform, by their groups alone, and what the install bundle lets each of them do. */
import { platform } from '../../cases/platform.ts';
import type { ControlPlane } from './start.ts';

/** The groups of each. All rights come from the roles of the install bundle. */
export const people = {
  developer: ['platform-developers', 'platform-team-shop'],
  lead: ['platform-team-leads', 'platform-team-shop'],
  administrator: ['platform-administrators'],
  viewer: ['platform-viewers'],
  stranger: [],
} as const;

export type Person = keyof typeof people;

/** The arguments with which kubectl acts as somebody. */
export function as(person: Person): string[] {
  return [`--as=${person}@example.org`, ...people[person].map((group) => `--as-group=${group}`)];
}

export interface Right {
  readonly verb: string;
  readonly resource: string;
  /** The namespace of the object. @default none: all of them */
  readonly namespace?: string;
  /** Those who may do it; nobody else may. */
  readonly who: readonly Person[];
}

const ours = (plural: string) => `${plural}.${platform.group}`;
const lookers = ['administrator', 'viewer'] as const;

export const rights: readonly Right[] = [
  { verb: 'list', resource: ours('devnamespaces'), who: ['developer', 'lead', ...lookers] },
  { verb: 'create', resource: ours('devnamespaces'), who: ['lead', 'administrator'] },
  { verb: 'delete', resource: ours('devnamespaces'), who: ['lead', 'administrator'] },
  { verb: 'deletecollection', resource: ours('devnamespaces'), who: [] },
  { verb: 'update', resource: `${ours('devnamespaces')}/status`, who: [] },
  { verb: 'list', resource: ours('databases'), who: lookers },
  { verb: 'patch', resource: ours('databases'), namespace: 'team-a', who: ['administrator'] },
  { verb: 'patch', resource: `${ours('databases')}/status`, namespace: 'team-a', who: [] },
  { verb: 'list', resource: ours('xdatabases'), who: lookers },
  { verb: 'patch', resource: ours('xdatabases'), who: [] },
  { verb: 'get', resource: 'environmentconfigs.apiextensions.crossplane.io', who: lookers },
  { verb: 'update', resource: 'environmentconfigs.apiextensions.crossplane.io', who: ['administrator'] },
  { verb: 'get', resource: 'configurations.pkg.crossplane.io', who: lookers },
  { verb: 'patch', resource: 'configurations.pkg.crossplane.io', who: [] },
  { verb: 'patch', resource: 'compositions.apiextensions.crossplane.io', who: [] },
  { verb: 'list', resource: 'events', namespace: 'team-a', who: lookers },
  // A value of a Secret, and anything that gives one, needs a role in the namespace.
  { verb: 'get', resource: 'secrets', namespace: 'team-a', who: [] },
  { verb: 'create', resource: 'pods', namespace: 'team-a', who: [] },
  { verb: 'create', resource: 'serviceaccounts/token', namespace: 'team-a', who: [] },
  // Nobody gives rights to themselves.
  { verb: 'create', resource: 'rolebindings.rbac.authorization.k8s.io', namespace: 'team-a', who: [] },
  { verb: 'patch', resource: 'clusterroles.rbac.authorization.k8s.io', who: [] },
  { verb: 'delete', resource: 'validatingadmissionpolicies.admissionregistration.k8s.io', who: [] },
  { verb: 'impersonate', resource: 'groups', who: [] },
  { verb: 'create', resource: 'namespaces', who: [] },
  { verb: 'create', resource: `teams.teams.${platform.group}`, who: [] },
];

/** The people to whom RBAC gives the right. */
export async function allowed({ client }: ControlPlane, { verb, resource, namespace }: Right): Promise<Person[]> {
  const [name = '', subresource] = resource.split('/');
  const [plural = '', ...group] = name.split('.');
  const answers = await Promise.all(
    (Object.keys(people) as Person[]).map(async (person) => {
      const { status } = await client.create('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: `${person}@example.org`,
          groups: [...people[person], 'system:authenticated'],
          resourceAttributes: { verb, group: group.join('.'), resource: plural, subresource, namespace },
        },
      });
      return status.allowed === true ? [person] : [];
    }),
  );
  return answers.flat();
}

/** The findings of what the functions compose on a target, in two releases. */
import type { Finding } from '../finding.ts';
import { groupOf } from '../../schema/kind-name.ts';
import type { TargetContract } from './contract.ts';
import { membership, platformFinding } from './platform-rules.ts';
import { isSame } from './property-changes.ts';

type Composed = TargetContract['composes'];

/** Every difference of the kinds that are composed on a target, and of the rights that this takes. */
export function targetFindings(
  target: string,
  { composes: old }: TargetContract,
  { composes: now }: TargetContract,
): Finding[] {
  const place = `target ${target}`;
  const knownGroups = new Set(Object.keys(old).map(groupIn));
  const stranger = (kind: string) =>
    knownGroups.has(groupIn(kind)) ? '' : ', of whose group nothing was composed before';
  return [
    ...membership(Object.keys(old), Object.keys(now), {
      added: (kind) => ({
        id: 'composed-kind-added',
        place,
        subject: kind,
        says: `target ${target} now composes ${kind}${stranger(kind)}`,
      }),
      removed: (kind) => ({
        id: 'composed-kind-removed',
        place,
        subject: kind,
        says: `target ${target} no longer composes ${kind}`,
      }),
    }),
    ...Object.entries(old).flatMap(([kind, { plural, namespaced }]) => {
      const is = now[kind];
      if (is === undefined || isSame([plural, namespaced], [is.plural, is.namespaced])) return [];
      const form = (name: string, isNamespaced: boolean) =>
        `${name} ${isNamespaced ? 'in a namespace' : 'in no namespace'}`;
      const says = `the composed kind ${kind} was ${form(plural, namespaced)} and is ${form(is.plural, is.namespaced)}`;
      return [
        platformFinding({
          id: 'composed-kind-changed',
          place,
          subject: `${kind} ${form(is.plural, is.namespaced)}`,
          says,
        }),
      ];
    }),
    ...membership(rightsOf(old), rightsOf(now), {
      added: (right) => ({
        id: 'right-added',
        place,
        subject: right,
        says: `Crossplane now may ${right} on ${target}`,
      }),
      removed: (right) => ({
        id: 'right-removed',
        place,
        subject: right,
        says: `Crossplane may no longer ${right} on ${target}`,
      }),
    }),
  ];
}

/** The rights that the release's ClusterRole has (release/rbac.ts), sorted. */
function rightsOf(composes: Composed): string[] {
  const rights = Object.entries(composes).flatMap(([kind, { plural, clusterRoles }]) => [
    `write ${[plural, groupIn(kind)].filter((part) => part !== '').join('.')}`,
    ...clusterRoles.map((role) => `bind the ClusterRole ${role}`),
  ]);
  return [...new Set(rights)].toSorted();
}

/** The group of `<apiVersion> <kind>`; empty for the core group. */
function groupIn(kind: string): string {
  return groupOf(kind.slice(0, kind.indexOf(' ')));
}

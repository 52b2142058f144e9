/** Words on which the engine acts: the fields that APIs have for them, how they are found in an API, and CEL that reads them of a claim. */
import { oneOf } from './enum.ts';
import { optional } from './modifiers.ts';
import type { Node } from './node.ts';
import { integer } from './number.ts';
import { set } from './list.ts';
import { object } from './object.ts';
import { string } from './string.ts';

/** The spec field `deletion`: whether data survives its claim. `status.effective` then needs `deletion: effectiveDeletion()`. */
export const deletion = () =>
  optional(
    oneOf(
      'What happens to the data when this resource is deleted: `retain` refuses that until this says `delete`, which ' +
        'destroys the data for good. ' +
        'Each environment has its own default; production retains.',
      ['retain', 'delete'],
    ),
  );

/** Where a claim says what becomes of its data, for messages. */
export const deletionPath = 'spec.deletion';

/** The field `deletion` of `status.effective`: what the composed resources were given last. */
export const effectiveDeletion = () =>
  oneOf('What happens to the data when this resource is deleted.', ['retain', 'delete']);

/** The spec field `team` of an API whose claims are in no namespace: only the team may act on them (release/teams.ts). */
export const team = () =>
  string('The team it belongs to.', {
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
    minLength: 1,
    maxLength: 63,
  });

/** The status field `expiresAt`: when a claim may be deleted. The engine deletes nothing; a chart of the platform can. */
export const expiresAt = () => optional(string('When its life ends.', { format: 'date-time', maxLength: 40 }));

/**
 * The status field `claims` of an API whose claims provide a namespace: how many claims are in it, absent while that is unknown. Until there
 * are none, the API server refuses to delete the namespace's own claim (release/policies.ts).
 */
export const claimsInside = () =>
  optional(integer('How many claims are in it. It can be deleted once there are none.', { minimum: 0 }));

/** Where a claim says how many claims are in the namespace that it provides. */
export const claimsInsidePath = 'status.claims';

/**
 * The field `targets` of an environment: where new claims go if their package has several targets, by the plural of their kind, and under
 * `default` for all other kinds (runtime/read/target-choice.ts).
 */
export function newClaimTargets(apis: Readonly<Record<string, Targeted>>) {
  const all = Object.values(apis);
  const ofTargets = (description: string, targets: readonly string[]) =>
    optional(oneOf(description, targets as readonly [string, ...string[]]));
  return optional(
    object(
      {
        default: ofTargets('Where new claims of all other kinds go, if kind and package have this target.', [
          ...new Set(all.flatMap(({ targets }) => targets)),
        ]),
        ...Object.fromEntries(
          all.map(({ kind, plural, targets }) => [plural, ofTargets(`Where a new ${kind} goes.`, targets)]),
        ),
      },
      {
        description:
          'Where new claims go if their package has several targets; by default to its first one. Existing claims stay where they are.',
      },
    ),
  );
}

/**
 * The field `catalogue` of an environment: the kinds that may be made in namespaces of teams, of these APIs by plural, and of those that
 * claims become by plural and group (release/catalogue.ts).
 */
export function teamCatalogue(apis: Readonly<Record<string, { readonly plural: string; readonly scope: string }>>) {
  const own = Object.values(apis).flatMap(({ plural, scope }) => (scope === 'Namespaced' ? [plural] : []));
  const kind = string('A kind, such as databases or podmonitors.monitoring.coreos.com.', {
    pattern: '^[a-z][a-z0-9]*([.][a-z0-9-]+)*$',
    maxLength: 253,
  });
  return optional(
    set(
      'The kinds that may be made in namespaces with the label of a team, of those that can be claimed and those that claims become: the former ' +
        'by their plural, the latter with their group. When absent, all of them.',
      kind,
      {
        minItems: 1,
        maxItems: 64,
        rules: [
          {
            rule: `self.all(kind, kind.contains('.') || kind in [${own.map((plural) => `'${plural}'`).join(', ')}])`,
            message: `a kind without a group is one of ${own.join(', ')}`,
          },
        ],
      },
    ),
  );
}

/** Whether environments with this schema can list what may be made in namespaces of teams. */
export function hasCatalogue(environment: Node): boolean {
  return fieldOf(environment, 'catalogue')?.kind === 'array';
}

interface Targeted {
  readonly kind: string;
  readonly plural: string;
  readonly targets: readonly string[];
}

/** The part of an API that tells which of these words it has. */
interface Worded {
  readonly scope: 'Namespaced' | 'Cluster';
  readonly spec: Node;
  readonly status: Node;
}

/** Whether claims of this API say what becomes of their data. */
export function hasDeletion({ spec }: Pick<Worded, 'spec'>): boolean {
  return fieldOf(spec, 'deletion') !== undefined;
}

/** Whether their status says what becomes of their data, for claims that leave it to the platform. */
export function hasEffectiveDeletion({ status }: Pick<Worded, 'status'>): boolean {
  const field = fieldOf(fieldOf(status, 'effective'), 'deletion');
  return field?.kind === 'enum' && field.values.includes('retain');
}

/** Whether claims of this API are in no namespace and name the team that they belong to. */
export function isOfTeam({ scope, spec }: Pick<Worded, 'scope' | 'spec'>): boolean {
  return scope === 'Cluster' && fieldOf(spec, 'team')?.kind === 'string';
}

/** The fields of a spec with which a claim of this API leaves no data behind. */
export function keepingNoData({ spec }: Pick<Worded, 'spec'>): Readonly<Record<string, unknown>> {
  return fieldOf(spec, 'deletion') === undefined ? {} : { deletion: 'delete' };
}

/** Whether claims of this API say when their life ends. */
export function hasExpiry({ status }: Pick<Worded, 'status'>): boolean {
  const field = fieldOf(status, 'expiresAt');
  return field?.kind === 'string' && field.format === 'date-time';
}

/** Whether claims of this API provide a namespace, and say how many claims are in it. */
export function holdsClaims({ scope, status }: Pick<Worded, 'scope' | 'status'>): boolean {
  return scope === 'Cluster' && fieldOf(status, 'claims')?.kind === 'integer';
}

function fieldOf(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === 'object' ? node.fields[name] : undefined;
}

/** The team that a claim says it belongs to, in its spec or else in its label, and where it says so. */
export function claimedTeam(
  spec: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
): { readonly path: string; readonly team: string } | undefined {
  const candidates = [
    { path: 'spec.team', team: spec['team'] },
    { path: 'metadata.labels.team', team: labels['team'] },
  ];
  return candidates.find(
    (said): said is { path: string; team: string } => typeof said.team === 'string' && said.team !== '',
  );
}

/** The label of a namespace that says which team it belongs to. */
export function teamLabel(group: string): string {
  return `${group}/team`;
}

/** The group under which rights are given to act for teams: one of its own, so that rights on all claims do not include it. */
export function teamsGroup(group: string): string {
  return `teams.${group}`;
}

/** CEL: the team of the claim in this variable, empty if it has none. */
export function celTeam(variable: string): string {
  return `${variable}.?spec.?team.orValue('')`;
}

/** CEL: what becomes of the data of the claim in this variable, as its composed resources were given it. */
export function celEffectiveDeletion(variable: string): string {
  return `${variable}.?status.?effective.?deletion.orValue('delete')`;
}

/** CEL: what its spec wants to become of them, else what they were given. */
export function celWantedDeletion(variable: string): string {
  return `${variable}.?spec.?deletion.orValue(${celEffectiveDeletion(variable)})`;
}

/** CEL: true if neither the spec of the claim nor its composed resources retain data. */
export function celRetainsNothing(variable: string): string {
  return `${celWantedDeletion(variable)} != 'retain' && ${celEffectiveDeletion(variable)} != 'retain'`;
}

/** CEL: true if no claim is in the namespace that the claim in this variable provides; false while that is unknown, unless it has no status yet. */
export function celHoldsNothing(variable: string): string {
  return `(!has(${variable}.status) || !has(${variable}.status.recorded) || ${variable}.status.?claims.orValue(-1) == 0)`;
}

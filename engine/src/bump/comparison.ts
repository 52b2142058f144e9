/** Collects what the next version of a provider or operator means for composed objects. */
import { isState, type Settled } from '../compare/behaviour/settled.ts';
import { type Finding, finding } from '../compare/finding.ts';
import type { KindReference } from '../models/kind.ts';
import type { ComparedKind, KeptKind } from './kinds.ts';
import { differencesOf, judgedIn, nameOf } from './judged-objects.ts';
import { type Difference, type KindJudge, kindJudge } from './object-differences.ts';
import type { RightChange } from './rights.ts';
import { bumpRule, type BumpRuleId } from './rules.ts';
import type { SchemaChange } from './schema-changes.ts';
import { pathText } from './schema-path.ts';

/** A finding about a composed kind. */
export interface BumpFinding extends Finding {
  /** The kind of the API whose claims compose the object; absent if it is about the kind as such. */
  readonly api?: string;
  readonly target?: string;
  /** The environments in which the object is composed so, sorted; empty without an API. */
  readonly environments: readonly string[];
  /** The composed kind; absent for a right of the package. */
  readonly object?: KindReference;
  /** The place in its objects, as `spec.tags[*].key`; empty for the whole object. */
  readonly path: string;
}

/** Judges the objects of many claims. It keeps no objects. */
export interface BumpComparison {
  /**
   * Judges the objects of a claim. `known` is the same claim with invented values for those that only owners of objects know.
   */
  readonly add: (settled: Settled, known?: Settled) => void;
  /** One finding for each API, target, kind, field and rule, and those about kinds as such; in the order of kinds. */
  readonly findings: () => readonly BumpFinding[];
  /** How many objects were judged. */
  readonly judged: () => number;
  /** The kinds of which no claim composed an object. */
  readonly unseen: () => readonly KindReference[];
  /** How many changes of the schemas concern nothing that is composed. */
  readonly unnoticed: () => number;
}

interface Group {
  readonly kind: KindReference;
  readonly api: string;
  readonly target: string;
  readonly difference: Difference;
  readonly environments: Set<string>;
  readonly claims: Set<string>;
  /** The claim that is told: the first that somebody wrote. */
  shown: readonly [isGenerated: boolean, claim: string];
}

/** An empty comparison of these kinds. */
export function bumpComparison(kinds: readonly ComparedKind[]): BumpComparison {
  const judges = new Map(kinds.map((kind) => [nameOf(kind), { kind, judge: judgeOf(kind), count: 0 }]));
  const groups = new Map<string, Group>();
  const add: BumpComparison['add'] = (settled, known) => {
    if (!isState(settled.outcome)) return;
    for (const judged of judgedIn(settled.outcome, known?.outcome)) {
      const entry = judges.get(nameOf(judged.kind));
      if (entry === undefined) continue;
      entry.count += 1;
      for (const difference of differencesOf(judged, entry.judge)) gather(groups, entry.kind, settled, difference);
    }
  };
  const all = () => [...judges.values()];
  return {
    add,
    findings: () => [
      ...[...groups.values()].map(findingOf),
      ...kinds.flatMap((kind) => kindFindings(kind, judges.get(nameOf(kind))!.judge)),
    ],
    judged: () => all().reduce((sum, { count }) => sum + count, 0),
    unseen: () => all().flatMap(({ kind: { apiVersion, kind }, count }) => (count === 0 ? [{ apiVersion, kind }] : [])),
    unnoticed: () => all().reduce((sum, { kind, judge }) => sum + unnoticedIn(kind, judge, [...groups.values()]), 0),
  };
}

/** The findings about the rights that a source asks for. */
export function rightFindings(source: string, changes: readonly RightChange[]): readonly BumpFinding[] {
  return changes.map(({ rule, resource, says }) => ({
    ...finding(bumpRule(rule), { place: `${source} and ${resource}`, message: says }),
    environments: [],
    path: '',
  }));
}

function judgeOf(kind: ComparedKind): KindJudge {
  if ('now' in kind) return kindJudge(kind);
  const { rule, says } = kind;
  return { changes: [], differences: () => [{ rule, path: [], says }] };
}

function gather(groups: Map<string, Group>, kind: KindReference, settled: Settled, difference: Difference): void {
  const { kind: api, target, claim, environment, isGenerated = false } = settled;
  const id = JSON.stringify([api, target, nameOf(kind), difference.rule, difference.path]);
  const fresh: Group = {
    kind,
    api,
    target,
    difference,
    environments: new Set(),
    claims: new Set(),
    shown: [isGenerated, claim],
  };
  const group = groups.get(id) ?? fresh;
  groups.set(id, group);
  group.environments.add(environment);
  if (!isGenerated) group.claims.add(claim);
  if (isGenerated < group.shown[0] || (isGenerated === group.shown[0] && claim < group.shown[1]))
    group.shown = [isGenerated, claim];
}

function findingOf({ kind, api, target, difference, environments, claims, shown: [, claim] }: Group): BumpFinding {
  const path = pathText(difference.path);
  const all = [...environments].toSorted();
  const where = all.length > 3 ? `${all.slice(0, 2).join(', ')} and ${all.length - 2} more` : all.join(', ');
  const place = `${api} on ${target}: ${[kind.kind, path].filter(Boolean).join(' ')}`;
  const { apiVersion, kind: name } = kind;
  return {
    ...finding(bumpRule(difference.rule), {
      place,
      subject: apiVersion,
      message: `${difference.says} (${claim} in ${where})`,
      claims: [...claims],
    }),
    api,
    target,
    environments: all,
    object: { apiVersion, kind: name },
    path,
  };
}

/** How many fields a finding names. */
const mostFields = 6;

/** What is about the kind as such: no object shows who reads a status, or could use a new field. */
function kindFindings(kind: ComparedKind, { changes }: KindJudge): readonly BumpFinding[] {
  if (!('now' in kind)) return [];
  const about = (rule: BumpRuleId, message: string) => aboutKind(kind, rule, message);
  const listed = (rule: BumpRuleId, says: (count: string) => string, paths: readonly string[]) =>
    paths.length === 0
      ? []
      : [about(rule, `${says(paths.length === 1 ? 'a' : String(paths.length))}: ${listOf(paths)}`)];
  const statusPaths = (id: BumpRuleId) => pathsOf(changes, id, true).map((path) => path.replace(/^status\./, ''));
  const plural = (count: string) => (count === 'a' ? 'a field' : `${count} fields`);
  return [
    ...kind.facts.map(({ rule, says }) => about(rule, says)),
    ...listed('crd-status-removed', (count) => `lost ${plural(count)} of its status`, statusPaths('crd-field-removed')),
    ...listed(
      'crd-status-retyped',
      (count) => `has another type of ${plural(count)} of its status`,
      statusPaths('crd-type-changed'),
    ),
    ...listed(
      'crd-field-added',
      (count) => `has ${plural(count).replace('field', 'new field')}`,
      pathsOf(changes, 'crd-field-added', false),
    ),
  ];
}

/** The paths of the changes with this rule, inside the status or outside. */
function pathsOf(changes: readonly SchemaChange[], id: BumpRuleId, isStatus: boolean): readonly string[] {
  return changes
    .filter(({ rule, path }) => rule === id && (path[0] === 'status') === isStatus)
    .map(({ path }) => pathText(path));
}

function listOf(paths: readonly string[]): string {
  const more = paths.length - mostFields;
  return `${paths.slice(0, mostFields).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function aboutKind({ apiVersion, kind }: KeptKind, rule: BumpRuleId, message: string): BumpFinding {
  const place = `${kind} (${apiVersion})`;
  return { ...finding(bumpRule(rule), { place, message }), environments: [], object: { apiVersion, kind }, path: '' };
}

/** Changes that narrow or fill in, and of which no finding tells. */
function unnoticedIn(kind: ComparedKind, { changes }: KindJudge, groups: readonly Group[]): number {
  const told = groups.filter((group) => nameOf(group.kind) === nameOf(kind)).map(({ difference }) => difference.path);
  return changes.filter(
    ({ rule, path: [first, ...rest] }) =>
      rule !== 'crd-field-added' &&
      first !== 'status' &&
      !told.some((path) => [first, ...rest].every((step, at) => step === path[at])),
  ).length;
}

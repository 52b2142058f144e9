/** What a release does to claims that exist, for those who review it: the worst first. */
import { rules } from './behaviour/rules.ts';
import { asWrittenName } from './behaviour/settled.ts';
import type { CompareRule, Finding } from './finding.ts';

/** The kinds of change in the order of a plan, with the rules of each, and what a reader must know of it. */
const kinds = {
  deleted: {
    title: 'is deleted',
    means: 'data goes with it, unless its policies keep it',
    rules: [rules.objectDeleted, rules.objectOrphaned],
  },
  'second-object': {
    title: 'is made a second time',
    means: 'the new one is empty, and the old one goes or stays without an owner',
    rules: [rules.secondObject],
  },
  refused: {
    title: 'is refused',
    means: 'nothing changes any more until somebody acts',
    rules: [
      rules.objectRefused,
      rules.claimInvalid,
      rules.claimRefused,
      rules.claimFailed,
      rules.claimNotSettled,
      rules.convertFailed,
    ],
  },
  'deletion-rule': {
    title: 'is deleted otherwise later',
    means: 'what remains of a claim after its deletion is another',
    rules: [rules.deletionChanged],
  },
  lost: {
    title: 'loses something that is read',
    means: 'a key of a Secret, a field of the status, or the condition Ready',
    rules: [rules.secretKeyRemoved, rules.statusFieldLost, rules.readinessLost],
  },
  resized: {
    title: 'changes its size',
    means: 'it may restart, and costs otherwise',
    rules: [rules.objectResized],
  },
  changed: { title: 'changes in place', means: 'its owner applies the new value', rules: [rules.objectChanged] },
  added: {
    title: 'is added',
    means: 'nothing that exists notices',
    rules: [rules.objectAdded, rules.secretKeyAdded, rules.claimAccepted],
  },
} as const satisfies Record<string, { title: string; means: string; rules: readonly CompareRule[] }>;

/** A kind of change, as `--fail-on` names it. */
export type PlannedKind = keyof typeof kinds;

/** All kinds of change, the worst first. */
export const plannedKinds = Object.keys(kinds) as readonly PlannedKind[];

/** The kinds that fail a plan unless others are named: each may cost data, or stops a claim. */
export const usualFailures: readonly PlannedKind[] = ['deleted', 'second-object', 'refused'];

/** What was planned, and where. */
export interface PlannedWhere {
  /** How many claims were planned. */
  readonly claims: number;
  /** The targets of their kinds, sorted. */
  readonly targets: readonly string[];
  readonly environment: string;
  /** The claims that the release in use refuses, each in a sentence: nothing of them can change. */
  readonly unserved: readonly string[];
  /** How many of them are also planned as the release converts them. @default 0 */
  readonly converted?: number;
}

/** What happens to claims. */
export interface Plan extends PlannedWhere {
  /** How many of them the release changes in any way. */
  readonly changed: number;
  readonly groups: readonly PlannedGroup[];
  /** Whether a group is of a kind that fails the plan. */
  readonly fails: boolean;
}

/** The changes of one kind. */
export interface PlannedGroup {
  readonly kind: PlannedKind;
  readonly title: string;
  readonly means: string;
  readonly fails: boolean;
  /** Those that hit most claims first. */
  readonly findings: readonly Finding[];
}

/** The plan that findings of behaviour amount to. */
export function planOf(
  findings: readonly Finding[],
  where: PlannedWhere,
  failOn: readonly PlannedKind[] = usualFailures,
): Plan {
  const groups = plannedKinds.flatMap((kind): PlannedGroup[] => {
    const { title, means, rules: own } = kinds[kind];
    const ids = new Set(own.map(({ id }): string => id));
    const hits = findings.filter(({ rule }) => ids.has(rule)).map(withoutTwice);
    if (hits.length === 0) return [];
    return [{ kind, title, means, fails: failOn.includes(kind), findings: hits.toSorted(byHits) }];
  });
  const changed = new Set(
    findings.flatMap((finding) => finding.claims.map((claim) => `${kindOf(finding)} ${asWrittenName(claim)}`)),
  );
  return { ...where, changed: changed.size, groups, fails: groups.some(({ fails }) => fails) };
}

/** The claims that a finding hits, by team: their namespaces. Cluster-scoped claims have none. */
export function byTeam({ claims }: Finding): ReadonlyMap<string, readonly string[]> {
  const teams = new Map<string, string[]>();
  for (const claim of claims) {
    const [team, name] = claim.includes('/') ? (claim.split('/', 2) as [string, string]) : ['', claim];
    const names = teams.get(team);
    if (names === undefined) teams.set(team, [name]);
    else names.push(name);
  }
  return teams;
}

/** What happens to a claim as it is happens to it once it is converted, too: it is named once. */
function withoutTwice(finding: Finding): Finding {
  const asTheyAre = new Set(finding.claims.filter((claim) => asWrittenName(claim) === claim));
  return {
    ...finding,
    claims: finding.claims.filter((claim) => asTheyAre.has(claim) || !asTheyAre.has(asWrittenName(claim))),
  };
}

/** The kind of the claims that a finding is about: its place begins with it. */
function kindOf({ place }: Finding): string {
  return place.split(' ', 1)[0] ?? '';
}

function byHits(one: Finding, other: Finding): number {
  return other.claims.length - one.claims.length || (one.place < other.place ? -1 : 1);
}

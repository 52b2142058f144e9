/** Compares two releases by what they make of the same claims. */
import { type Finding, finding } from '../finding.ts';
import { claimDifferences } from './claim-difference.ts';
import { newClaimDifferences } from './new-claim.ts';
import type { Difference, FieldsOfKind } from './object-difference.ts';
import { cellId, type Settled } from './settled.ts';

/** Collects the findings of many claims. It keeps no objects. */
export interface BehaviourComparison {
  /** Adds a cell under both releases, and if it is known, what the new one makes of the same claim made anew. */
  readonly add: (before: Settled, after: Settled, anew?: Settled) => void;
  /** One finding for each API, target, key, rule and field, with all written claims that it hits; sorted by severity and place. */
  readonly findings: () => Finding[];
}

interface Group {
  readonly place: string;
  readonly difference: Difference;
  /** The cell whose message is told: the first by claim and environment. */
  readonly shown: string;
  readonly claims: Set<string>;
}

/** An empty comparison. */
export function behaviourComparison(fieldsOf: FieldsOfKind): BehaviourComparison {
  const groups = new Map<string, Group>();
  const add: BehaviourComparison['add'] = (before, after, anew) => {
    const states = { before: before.outcome, after: after.outcome };
    const ofExisting = claimDifferences(states.before, states.after, fieldsOf);
    const ofNew = anew === undefined ? [] : newClaimDifferences({ ...states, anew: anew.outcome }, fieldsOf);
    for (const difference of [...ofExisting, ...ofNew]) {
      const place = `${before.kind} on ${before.target}${difference.key === undefined ? '' : `: ${difference.key}`}`;
      const id = JSON.stringify([difference.rule.id, place, difference.subject]);
      const known = groups.get(id);
      const shown = JSON.stringify([rankOf(before), before.claim, before.environment]);
      const claims = known?.claims ?? new Set();
      if (before.isGenerated !== true) claims.add(before.claim);
      if (known === undefined || shown < known.shown) groups.set(id, { place, difference, shown, claims });
    }
  };
  return { add, findings: () => [...groups.values()].map(findingOf).toSorted(bySeverity) };
}

/** The findings between two lists of the same cells, in any order. Throws if a cell is in one list alone. */
export function compareSettled(
  before: readonly Settled[],
  after: readonly Settled[],
  fieldsOf: FieldsOfKind,
): Finding[] {
  const now = new Map(after.map((settled) => [cellId(settled), settled]));
  const { add, findings } = behaviourComparison(fieldsOf);
  for (const settled of before) {
    const other = now.get(cellId(settled));
    if (other === undefined) throw new Error(`the new release was not asked for ${cellId(settled)}`);
    add(settled, other);
  }
  return findings();
}

/** A claim that somebody wrote says more than one that nobody wrote, and as it is written more than converted. */
function rankOf({ isGenerated, isConverted }: Settled): number {
  return (isGenerated === true ? 2 : 0) + (isConverted === true ? 1 : 0);
}

function findingOf({ place, difference: { rule, subject, message }, claims, shown }: Group): Finding {
  const [, claim, environment] = JSON.parse(shown) as [number, string, string];
  return finding(rule, { place, subject, message: `${message} (${claim} in ${environment})`, claims: [...claims] });
}

const severities = ['breaking', 'risky', 'safe'];

function bySeverity(one: Finding, other: Finding): number {
  const rank = severities.indexOf(one.severity) - severities.indexOf(other.severity);
  if (rank !== 0) return rank;
  const [a, b] = [one, other].map(({ place, rule, fingerprint }) => `${place}\0${rule}\0${fingerprint}`) as [
    string,
    string,
  ];
  return a < b ? -1 : 1;
}

/** Compares what two releases make of claims, of which each may run in a process of its own. */
import type { Finding } from '../finding.ts';
import { behaviourComparison } from './compare-settled.ts';
import type { FieldsOfKind } from './object-difference.ts';
import type { Cell, Settled } from './settled.ts';

/** Settles a cell, maybe elsewhere. */
export type Settling = (cell: Cell, from?: Settled['outcome']) => Settled | Promise<Settled>;

/** Two releases, and what both are asked. */
export interface ReleasesToCompare {
  readonly cells: readonly Cell[];
  readonly before: Settling;
  /** Gets what the old release left. */
  readonly after: Settling;
  readonly fieldsOf: FieldsOfKind;
  /** Whether claims that somebody wrote are also made anew under the new release. @default false */
  readonly isAnewToo?: boolean;
  /** What of the old answer counts beside the new one; undefined leaves the cell out. @default all of it */
  readonly counted?: (before: Settled, after: Settled) => Settled | undefined;
}

/** Those of the old release and of the new one, and what the new one makes of the claim made anew. */
type Answers = readonly [Settled, Settled, Settled | undefined];

/** So many cells are asked about at once: both processes are then busy, and few objects are in memory. */
const ahead = 32;

/** The findings, as `BehaviourComparison` has them. The memory does not grow with the number of cells. */
export async function compareReleases({
  cells,
  before,
  after,
  fieldsOf,
  isAnewToo = false,
  counted = (old) => old,
}: ReleasesToCompare): Promise<Finding[]> {
  const { add, findings } = behaviourComparison(fieldsOf);
  const all = async (cell: Cell): Promise<Answers> => {
    const old = await before(cell);
    const now = await after(cell, old.outcome);
    return [old, now, isAnewToo && cell.generated === undefined ? await after(cell) : undefined];
  };
  const asked: Promise<Answers>[] = [];
  const ask = (cell: Cell) => {
    const answers = all(cell);
    // Whoever waits for it hears of its error.
    answers.catch(() => undefined);
    return answers;
  };
  for (const [index] of cells.entries()) {
    while (asked.length < ahead && index + asked.length < cells.length) asked.push(ask(cells[index + asked.length]!));
    const [old, now, anew] = await asked.shift()!;
    const compared = counted(old, now);
    if (compared !== undefined) add(compared, now, anew);
  }
  return findings();
}

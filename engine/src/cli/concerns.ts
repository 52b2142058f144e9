/** Formats which concerns hold, for one claim and for all APIs of a platform. */
import { type Cell, longestPath } from '../preview/survey-cells.ts';
import type { ConcernRow, Survey } from '../runtime/index.ts';
import type { AnyApi } from '../schema/index.ts';
import { count } from './session.ts';
import { columns } from './table.ts';

/** A line per concern: whether it holds, on which resources, and what is missing. */
export function concernLines(rows: readonly ConcernRow[]): string {
  const width = Math.max(0, ...rows.map(({ concern }) => concern.length));
  return rows
    .map(({ concern, state, resources, missing }) => {
      const details = state === 'none' ? 'does not apply' : missing.join('; ') || resources.join(', ');
      return `${concern.padEnd(width)}  ${state.padEnd(6)}  ${details}`;
    })
    .join('\n');
}

/** A line per API and target: how many resources an example claim becomes, and the longest chain in which one waits for another. */
export function matrixLines(cells: readonly Cell[]): string {
  const rows = firstOfEach(cells).map(({ kind, target, outcome }) => [
    kind,
    target,
    typeof outcome === 'string' ? `refused: ${outcome}` : shape(outcome),
  ]);
  return columns(rows);
}

/** A line per API and target: the concerns that hold in every environment, and those that are missed in some. */
export function concernMatrix(cells: readonly Cell[]): string {
  const rows = [...grouped(cells)].map(([title, group]) => {
    const surveyed = group.filter(isSurveyed);
    const rowsOf = (state: ConcernRow['state']) =>
      new Set(
        surveyed.flatMap(({ outcome }) =>
          outcome.concerns.filter((row) => row.state === state).map(({ concern }) => concern),
        ),
      );
    const missed = rowsOf('missed');
    const holding = [...rowsOf('kept')].filter((concern) => !missed.has(concern));
    const summary = [
      ...(surveyed.length === 0 ? [refusedEverywhere] : []),
      ...(holding.length > 0 ? [`holds: ${holding.join(', ')}`] : []),
      ...(missed.size > 0 ? [`missed: ${[...missed].join(', ')}`] : []),
    ];
    return [...title.split(' '), summary.join('; ') || 'no concern applies'];
  });
  return columns(rows);
}

/** A sentence per resource that misses a concern, and per resource that its owner would refuse. */
export function faults(cells: readonly Cell[]): readonly string[] {
  return cells
    .filter(isSurveyed)
    .flatMap(({ kind, claim, target, environment, outcome: { concerns, unacceptable } }) => {
      const missed = concerns.flatMap(({ concern, missing }) => missing.map((message) => `${concern}: ${message}`));
      return [...missed, ...unacceptable].map(
        (message) => `${kind} ${claim} on ${target} in ${environment}: ${message}`,
      );
    });
}

/**
 * A sentence for everything at which no concern was looked: an API without an example claim, an API and target on which every example is
 * refused, and an example that is refused everywhere while others are not.
 */
export function unchecked(cells: readonly Cell[], apis: readonly Pick<AnyApi, 'kind'>[]): readonly string[] {
  const withExample = new Set(cells.map(({ kind }) => kind));
  const missing = apis.filter(({ kind }) => !withExample.has(kind));
  const refused = [...grouped(cells).values()].filter((group) => !group.some(isSurveyed));
  return [
    ...missing.map(({ kind }) => `${kind}: not checked, because no file in examples/ has a claim of this kind`),
    ...refused.map((group) => {
      const [{ kind, target, environment, outcome }] = group as [Cell];
      return `${kind} on ${target}: not checked, because it is ${refusedEverywhere}; in ${environment}: ${String(outcome)}`;
    }),
    ...refusedExamples(cells).map(({ kind, claim, target, environment, outcome }) => {
      return `${kind} ${claim}: not checked, because it is ${refusedEverywhere}; on ${target} in ${environment}: ${String(outcome)}`;
    }),
  ];
}

/** The first cell of each example that is refused everywhere, if another one of its API is not. */
function refusedExamples(cells: readonly Cell[]): readonly Cell[] {
  const served = new Set(cells.filter(isSurveyed).map(({ kind }) => kind));
  return [...Map.groupBy(cells, ({ kind, claim }) => `${kind} ${claim}`).values()]
    .filter((group) => !group.some(isSurveyed))
    .flatMap(([first]) => first ?? [])
    .filter(({ kind }) => served.has(kind));
}

/** How many combinations were refused. */
export function refusedCount(cells: readonly Cell[]): number {
  return cells.filter((cell) => !isSurveyed(cell)).length;
}

const refusedEverywhere = 'refused in every environment';

function shape(survey: Survey): string {
  const path = longestPath(survey);
  const all = count(survey.resources.length, 'resource');
  return path.length > 1 ? `${all}, longest chain: ${path.join(' → ')}` : `${all}, all at once`;
}

function isSurveyed(cell: Cell): cell is Cell & { readonly outcome: Survey } {
  return typeof cell.outcome !== 'string';
}

/** The first cell of each API and target that is not refused, or else the first. */
function firstOfEach(cells: readonly Cell[]): readonly Cell[] {
  return [...grouped(cells).values()].map((group) => group.find(isSurveyed) ?? (group[0] as Cell));
}

function grouped(cells: readonly Cell[]): Map<string, Cell[]> {
  return Map.groupBy(cells, ({ kind, target }) => `${kind} ${target}`);
}

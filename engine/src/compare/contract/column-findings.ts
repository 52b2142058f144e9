/** The findings of two versions of the columns that kubectl shows for an API. */
import type { AnyApi, ResolvedColumn } from '../../schema/index.ts';
import type { Finding } from '../finding.ts';
import { type Difference, membership, platformFinding } from './platform-rules.ts';
import { isSame, shown } from './property-changes.ts';

/** Every difference of the columns. They are known by their names; their descriptions are text for people. */
export function columnFindings({ kind, columns: old }: AnyApi, { columns: now }: AnyApi): Finding[] {
  const [before, after] = [old.map(({ name }) => name), now.map(({ name }) => name)];
  const orders = [
    before.filter((name) => after.includes(name)),
    after.filter((name) => before.includes(name)),
  ] as const;
  return [
    ...membership(before, after, {
      added: (name) => ({ id: 'column-added', place: kind, subject: name, says: `${kind} now has the column ${name}` }),
      removed: (name) => ({
        id: 'column-removed',
        place: kind,
        subject: name,
        says: `${kind} no longer has the column ${name}`,
      }),
    }),
    ...old.flatMap((was) => now.filter(({ name }) => name === was.name).flatMap((is) => changed(kind, was, is))),
    ...reordered(kind, orders),
  ].map((found) => ('id' in found ? platformFinding(found) : found));
}

function changed(
  kind: string,
  { name, description: _old, ...was }: ResolvedColumn,
  { name: _name, description: _new, ...is }: ResolvedColumn,
): Difference[] {
  if (isSame(was, is)) return [];
  const says = `the column ${name} of ${kind} was ${shown(was)} and is ${shown(is)}`;
  return [{ id: 'column-changed', place: kind, subject: `${name} ${shown(is)}`, says }];
}

function reordered(kind: string, [before, after]: readonly [readonly string[], readonly string[]]): Difference[] {
  if (isSame(before, after)) return [];
  const says = `the columns of ${kind} were ${before.join(', ')} and are ${after.join(', ')}`;
  return [{ id: 'columns-reordered', place: kind, subject: after.join(), says }];
}

/** How a database keeps the size that it has if its status is lost, or if this release does not have its edition of the size table. */
import { type Claim, Incapable, type Refuse } from 'planesmith/authoring';
import { platformTeam } from 'planesmith/schema';
import { sizes } from '../../apis/vocabulary.ts';
import { type Capacity, capacityOf, firstEdition, type SizeTable } from './sizes.ts';

type Size = (typeof sizes)[number];

interface Metadata {
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** The annotation of a main object that names its edition: two editions may have the same machines. */
export const sizingMark = ({ group }: Pick<Claim, 'group'>) => `${group}/sizing`;

/** The metadata of a main object. The first edition has no mark, so that objects stay as they were before there was one. */
export function withEdition(
  { mark }: { readonly mark: string },
  { sizing }: { readonly sizing: string },
  { annotations }: Metadata = {},
): { annotations?: Record<string, string> } {
  if (sizing !== firstEdition) return { annotations: { ...annotations, [mark]: sizing } };
  return annotations === undefined ? {} : { annotations };
}

/** The recorded size that an existing main object shows. `matches` finds it among those of one edition of the table. */
export function recoverSizing(
  claim: Pick<Claim, 'group'>,
  existing: { readonly metadata?: Metadata | undefined } | undefined,
  table: SizeTable,
  matches: (capacity: Capacity) => boolean,
): { readonly sizing?: string; readonly size?: Size | undefined } {
  if (existing === undefined) return {};
  const sizing = existing.metadata?.annotations?.[sizingMark(claim)] ?? firstEdition;
  const shows = (size: Size) => {
    const capacity = capacityOf(size, sizing, table);
    return capacity !== undefined && matches(capacity);
  };
  return { sizing, size: sizes.find(shows) };
}

interface Sized {
  readonly spec: { readonly size: Size };
  readonly recorded: { readonly size?: Size; readonly sizing?: string };
  readonly refuse: Refuse;
}

/** The size of a database whose edition this release does not have: it keeps the one that it has. */
export function keepSize({ spec, recorded, refuse }: Sized): Size {
  return refuse({
    path: 'spec.size',
    why:
      `this database follows edition ${recorded.sizing} of the size table, which this release of the platform does not have, ` +
      'so its servers stay as they are whatever the claim says',
    who: `${platformTeam} to install a newer one`,
    keep: recorded.size ?? spec.size,
  });
}

/**
 * The plan with a capacity. Without the database's edition, the capacity is what the existing server `shows`. Fields that this target's
 * servers do not show mean nothing there, and are those of the current edition.
 *
 * Throws an `Incapable` if there is no server: it would get another size.
 */
export function withCapacity<P extends { readonly [K in 'capacity' | 'currentCapacity']: Capacity | undefined }>(
  plan: P,
  { sizing }: { readonly sizing: string },
  shows: Partial<Capacity> | undefined,
): P & { readonly capacity: Capacity } {
  const { capacity, currentCapacity } = plan;
  if (capacity !== undefined) return { ...plan, capacity };
  if (shows === undefined) {
    throw new Incapable(
      `this database follows edition ${sizing} of the size table, which this release does not have, and no server shows its size; the platform team must install a newer one`,
    );
  }
  return { ...plan, capacity: { ...(currentCapacity as Capacity), ...shows } };
}

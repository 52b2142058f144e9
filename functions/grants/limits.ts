/** Requests for what can only grow, within the limits of an environment. */
import type { Refuse } from 'planesmith/authoring';
import { platformTeam } from 'planesmith/schema';

interface Growth {
  /** The claim's field, such as `spec.storageGB`. */
  readonly path: string;
  readonly asked: number;
  /** The amount granted before; undefined for a new claim. */
  readonly recorded: number | undefined;
}

/** Grants an amount that can only grow, such as storage: an existing claim that asks for less keeps what it has. */
export function grantGrowth(
  { path, asked, recorded }: Growth,
  refuse: Refuse,
  grant: (kept: { readonly keep: number | undefined; readonly note?: string }) => number,
): number {
  if (recorded === undefined || asked > recorded) return grant({ keep: recorded });
  if (asked === recorded) return grant({ keep: recorded, note: ', and it cannot shrink' });
  const why = `${asked} is less than the ${recorded} in use, and it cannot shrink`;
  return refuse({ path, why, who: platformTeam, keep: recorded });
}

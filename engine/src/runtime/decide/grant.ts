/** Judges what a claim asks for by the limits of its API, as the policies of the install bundle do at admission. */
import type { Kept, Refuse } from '../../authoring/planner.ts';
import { type AnyApi, platformTeam } from '../../schema/index.ts';
import { exceeded, type Judged } from '../../schema/limits/exceeded.ts';

interface Granting {
  /** As planners have it, for fields of any type. */
  readonly grant: (field: string, asked: unknown, kept: Kept<unknown>) => unknown;
  /** Refuses what exceeds a limit in a field for which the planner asked no grant, unless its path is `refused` already. */
  readonly refuseOthers: (refused: ReadonlySet<string>) => void;
}

/** Grants what the claim asks for within the limits. */
export function granting({ limits }: Pick<AnyApi, 'limits'>, judged: Judged, refuse: Refuse): Granting {
  const others = new Set(Object.keys(limits));
  const reasonFor = (field: string, asked: unknown) =>
    limits[field]?.map((limit) => exceeded(limit, asked, judged)).find((reason) => reason !== undefined);
  return {
    grant: (field, asked, { keep, unit, note = '' }) => {
      others.delete(field);
      const reason = reasonFor(field, asked);
      if (reason === undefined) return asked;
      return refuse({ path: `spec.${field}`, why: `${reason}${note}`, who: platformTeam, keep, unit });
    },
    refuseOthers: (refused) => {
      for (const field of others) {
        const path = `spec.${field}`;
        const why = refused.has(path) ? undefined : reasonFor(field, judged.spec[field]);
        if (why !== undefined) refuse({ path, why, who: platformTeam });
      }
    },
  };
}

/** What an environment grants of what a claim asks for, whatever the API. */
import type { Refuse } from 'planesmith/authoring';
import type { sizes } from '../../apis/vocabulary.ts';
import type { Environment } from '../environment/index.ts';

type Size = (typeof sizes)[number];

/** Who can raise a limit. */
export const platformTeam = 'the platform team';

interface Asked<S, R> {
  readonly spec: S;
  readonly environment: Pick<Environment, 'limits'>;
  readonly recorded: R;
  readonly refuse: Refuse;
}

/** The size to provide: an existing claim keeps its own where a new one is not offered. */
export function grantSize({
  spec,
  environment: { limits },
  recorded,
  refuse,
}: Asked<{ readonly size: Size }, { readonly size?: Size }>): Size {
  if (limits.sizes.includes(spec.size)) return spec.size;
  const why = `${spec.size} is not offered here, only ${limits.sizes.join(', ')}`;
  return refuse({ path: 'spec.size', why, who: platformTeam, keep: recorded.size });
}

interface Amount {
  /** The claim's field, such as `spec.storageGB`. */
  readonly path: string;
  readonly asked: number;
  /** The most that the environment allows. */
  readonly most: number;
  /** What was granted before. */
  readonly recorded: number | undefined;
  /** As the claim writes it behind the number. @default none */
  readonly unit?: string;
}

/** The amount to provide: an existing claim keeps its own where more is not allowed, and is told where that itself is more. */
export function grantAmount(refuse: Refuse, amount: Amount): number {
  const { path, asked, most, recorded, unit } = amount;
  return asked <= most ? asked : refuse({ path, why: tooMuch(amount), who: platformTeam, keep: recorded, unit });
}

/** The same for what can only grow, such as storage. */
export function grantGrowth(refuse: Refuse, amount: Amount): number {
  const { path, asked, most, recorded, unit } = amount;
  if (recorded === undefined || asked > recorded) return grantAmount(refuse, amount);
  if (asked === recorded && asked <= most) return asked;
  const why =
    asked === recorded
      ? `${tooMuch(amount)}, and it cannot shrink`
      : `${asked} is less than the ${recorded} in use, and it cannot shrink`;
  return refuse({ path, why, who: platformTeam, keep: recorded, unit });
}

function tooMuch({ asked, most, unit = '' }: Amount): string {
  return `${asked}${unit} is more than the ${most}${unit} allowed here`;
}

/** The limits of an environment on what a claim asks for, the same in every API. */
import type { Refuse } from 'planesmith/authoring';
import type { sizes } from '../../apis/vocabulary.ts';
import type { Environment } from '../environment/index.ts';

type Size = (typeof sizes)[number];

/** The team that can raise a limit, as refusals name it. */
export const platformTeam = 'the platform team';

interface Request<S, R> {
  readonly spec: S;
  readonly environment: Pick<Environment, 'limits'>;
  readonly recorded: R;
  readonly refuse: Refuse;
}

/** The size to provide. If the environment does not offer it, an existing claim keeps its recorded size; a new one is refused. */
export function grantSize({
  spec,
  environment: { limits },
  recorded,
  refuse,
}: Request<{ readonly size: Size }, { readonly size?: Size }>): Size {
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
  /** The amount granted before; undefined for a new claim. */
  readonly recorded: number | undefined;
  /** The unit that the claim writes after the number. @default none */
  readonly unit?: string;
}

/** The amount to provide. If it exceeds the limit, an existing claim keeps its recorded amount and a new one is refused. */
export function grantAmount(refuse: Refuse, amount: Amount): number {
  const { path, asked, most, recorded, unit } = amount;
  return asked <= most ? asked : refuse({ path, why: tooMuch(amount), who: platformTeam, keep: recorded, unit });
}

/** The same for an amount that can only grow, such as storage. */
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

/** The promises of each tier of environments, the same for every API. */
import type { Environment } from '../environment/index.ts';

export interface Promises {
  /** Whether a resource survives the loss of one machine. */
  readonly highlyAvailable: boolean;
  /** How many days back data can be restored; 0 means no backups. */
  readonly backupDays: number;
}

const tiers: Readonly<Record<Environment['tier'], Promises>> = {
  local: { highlyAvailable: false, backupDays: 0 },
  dev: { highlyAvailable: false, backupDays: 7 },
  staging: { highlyAvailable: true, backupDays: 7 },
  prod: { highlyAvailable: true, backupDays: 30 },
};

/** The promises of an environment's tier. */
export function promisesOf({ tier }: Pick<Environment, 'tier'>): Promises {
  return tiers[tier];
}

/** What each tier of environments promises, to every API alike. */
import type { Environment } from '../environment/index.ts';

export interface Promises {
  /** Whether the loss of one machine goes unnoticed. */
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

/** What an environment's tier promises. */
export function promisesOf({ tier }: Pick<Environment, 'tier'>): Promises {
  return tiers[tier];
}

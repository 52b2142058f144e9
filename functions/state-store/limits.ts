/** What an environment grants a state store: its size, in memory where a Cache keeps the state. */
import type { DecisionContext } from 'planesmith/authoring';
import type { stateStore } from '../../apis/state-store.ts';
import { usualStorageGB } from '../../apis/database.ts';
import type { sizes } from '../../apis/vocabulary.ts';
import type { Environment } from '../environment/index.ts';
import { grantSize as grantOffered, platformTeam } from '../grants/limits.ts';

type Context = DecisionContext<typeof stateStore, Environment>;
type Size = (typeof sizes)[number];

/** Memory in MiB of the Cache behind a size. */
export const memoryMB: Readonly<Record<Size, number>> = { small: 256, medium: 1024, large: 4096 };

/**
 * The size to provide: an existing claim keeps its own where it may not have what it asks for. Told here, since what is composed can only
 * speak of its own fields.
 */
export function grantSize(context: Context, backend: 'postgres' | 'redis'): Size {
  const { environment, recorded, refuse } = context;
  const size = grantOffered(context);
  const memory = memoryMB[size];
  const most = environment.limits.memoryMB;
  // Of a size that was refused nothing may be left to look at.
  if (backend === 'postgres' || size === undefined || memory <= most) return size;
  const why = `${size} keeps the state in ${memory} MiB of memory, which is more than the ${most} allowed here`;
  return refuse({ path: 'spec.size', why, who: platformTeam, keep: recorded.size });
}

/** Storage in GiB of the Database behind a new store: what one usually has, or as much of that as the environment allows; it never shrinks. */
export function storageOf({ environment: { limits }, recorded, refuse }: Context): number {
  const { size, storageGB: inUse } = recorded;
  const most = limits.storageGB;
  if (inUse === undefined || inUse <= most) return inUse ?? Math.min(usualStorageGB, most);
  const why = `the Database that keeps the state has ${inUse} GiB, which is more than the ${most} allowed here, and it cannot shrink`;
  refuse({ path: 'spec.size', why, who: platformTeam, keep: size });
  return inUse;
}

/** The size of a Cache of that memory. */
export function sizeOf(memory: number | undefined): Size | undefined {
  const [size] = Object.entries(memoryMB).find(([, each]) => each === memory) ?? [];
  return size as Size | undefined;
}

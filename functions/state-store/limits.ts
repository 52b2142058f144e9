/** The limits of an environment on state stores: the memory of a Cache, or the storage of a Database. */
import type { DecisionContext } from 'planesmith/authoring';
import type { stateStore } from '../../apis/state-store.ts';
import { usualStorageGB } from '../../apis/database.ts';
import type { sizes } from '../../apis/vocabulary.ts';
import type { Environment } from '../environment/index.ts';
import { grantSize as grantOffered, platformTeam } from '../grants/limits.ts';

type Context = DecisionContext<typeof stateStore, Environment>;
type Size = (typeof sizes)[number];

/** The memory in MiB of the Cache for each size. */
export const memoryMB: Readonly<Record<Size, number>> = { small: 256, medium: 1024, large: 4096 };

/**
 * The size to provide. If the environment does not allow it, an existing claim keeps its recorded size.
 *
 * The store refuses it, not the composed Cache, since a Cache can name only its own fields in a message.
 */
export function grantSize(context: Context, backend: 'postgres' | 'redis'): Size {
  const { environment, recorded, refuse } = context;
  const size = grantOffered(context);
  const memory = memoryMB[size];
  const most = environment.limits.memoryMB;
  // The size is undefined if it was refused to a new claim.
  if (backend === 'postgres' || size === undefined || memory <= most) return size;
  const why = `${size} keeps the state in ${memory} MiB of memory, which is more than the ${most} allowed here`;
  return refuse({ path: 'spec.size', why, who: platformTeam, keep: recorded.size });
}

/** The storage in GiB of the Database: for a new store a Database's default, or less if the environment allows less. It never shrinks. */
export function storageOf({ environment: { limits }, recorded, refuse }: Context): number {
  const { size, storageGB: inUse } = recorded;
  const most = limits.storageGB;
  if (inUse === undefined || inUse <= most) return inUse ?? Math.min(usualStorageGB, most);
  const why = `the Database that keeps the state has ${inUse} GiB, which is more than the ${most} allowed here, and it cannot shrink`;
  refuse({ path: 'spec.size', why, who: platformTeam, keep: size });
  return inUse;
}

/** The size with that memory in MiB; undefined if there is none. */
export function sizeOf(memory: number | undefined): Size | undefined {
  const [size] = Object.entries(memoryMB).find(([, sizeMemory]) => sizeMemory === memory) ?? [];
  return size as Size | undefined;
}

/** The limits of an environment on state stores: the memory of a Cache, or the storage of a Database. */
import type { DecisionContext } from 'planesmith/authoring';
import { platformTeam } from 'planesmith/schema';
import { memoryMB, type stateStore } from '../../apis/state-store.ts';
import { usualStorageGB } from '../../apis/database.ts';
import type { sizes } from '../../apis/vocabulary.ts';
import type { Environment } from '../environment/index.ts';

type Context = DecisionContext<typeof stateStore, Environment>;
type Size = (typeof sizes)[number];

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

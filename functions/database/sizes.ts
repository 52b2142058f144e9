/** What each size of a database means on every target: the one table to review. */
import type { sizes } from '../../apis/vocabulary.ts';

export interface Capacity {
  readonly cpu: string;
  readonly memoryMB: number;
  /** The sessions that a server allows unless the claim sets another number. */
  readonly maxConnections: number;
  /** The smallest RDS class with as much memory. */
  readonly instanceClass: string;
  /** The memory of that class in GiB. */
  readonly instanceMemoryGB: number;
  /** The smallest sufficient machine of Cloud SQL's Enterprise edition, which sells at least 3.75 GiB except with shared cores. */
  readonly cloudSqlTier: string;
  /** The smallest machine of a flexible server, alone and with a standby; machines with shared cores have no standby. */
  readonly flexibleSku: { readonly single: string; readonly standby: string };
}

export type Table = Readonly<Record<(typeof sizes)[number], Capacity>>;

/**
 * Editions of the table. A database keeps the edition that it was created with, so that a new edition restarts no server.
 * To change what a size means, add an edition and make it the current one. Never edit an edition that was released.
 */
export const editions: Record<string, Table> & { readonly v1: Table } = {
  v1: {
    small: {
      cpu: '250m',
      memoryMB: 512,
      maxConnections: 100,
      instanceClass: 'db.t4g.micro',
      instanceMemoryGB: 1,
      cloudSqlTier: 'db-f1-micro',
      flexibleSku: { single: 'B_Standard_B1ms', standby: 'GP_Standard_D2ds_v5' },
    },
    medium: {
      cpu: '1',
      memoryMB: 2048,
      maxConnections: 200,
      instanceClass: 'db.t4g.medium',
      instanceMemoryGB: 4,
      cloudSqlTier: 'db-custom-1-3840',
      flexibleSku: { single: 'B_Standard_B2s', standby: 'GP_Standard_D2ds_v5' },
    },
    large: {
      cpu: '2',
      memoryMB: 8192,
      maxConnections: 400,
      instanceClass: 'db.m7g.large',
      instanceMemoryGB: 8,
      cloudSqlTier: 'db-custom-2-8192',
      flexibleSku: { single: 'GP_Standard_D2ds_v5', standby: 'GP_Standard_D2ds_v5' },
    },
  },
};

/** The edition of a database whose main object names none. */
export const firstEdition = 'v1';

/** The edition for new databases. */
export const currentEdition = 'v1';

/** Editions of the table, and the one for new databases. */
export interface SizeTable {
  readonly editions: Readonly<Record<string, Table>>;
  readonly current: string;
}

/** The table of this catalogue. */
export const sizeTable = { editions, current: currentEdition } satisfies SizeTable;

/** The capacity of `size` in an edition; undefined for an edition that the table does not have. */
export function capacityOf(size: keyof Table, edition: string, { editions }: SizeTable): Capacity | undefined {
  return Object.hasOwn(editions, edition) ? editions[edition]?.[size] : undefined;
}

/** The CloudNativePG Cluster of a database, the same on every Kubernetes. */
import { Cluster } from '../kinds/cnpg-cluster.ts';
import type { DatabasePlan } from './plan.ts';
import { withEdition } from './sizing.ts';

/** The plugin that ships backups and write-ahead log. */
export const backupPlugin = 'barman-cloud.cloudnative-pg.io';

/** The recorded values that a Cluster is made from. */
export interface ClusterRecord {
  readonly sizing: string;
  readonly version: string;
  readonly storageGB: number;
  readonly database: string;
  readonly username: string;
  readonly archive: string;
}

interface ClusterContext {
  readonly plan: DatabasePlan;
  readonly record: ClusterRecord;
  /** The image of the recorded version. */
  readonly image: string;
  readonly storageClass: string | undefined;
  /** Names of other services that lead to the cluster, for its certificate. */
  readonly alternativeNames: readonly string[];
  /** Name of the ObjectStore for backups, if there are any. */
  readonly objectStore: string | undefined;
}

/** The Cluster resource. */
export function postgresCluster(context: ClusterContext) {
  const { plan, record, image, storageClass, alternativeNames, objectStore } = context;
  const { highlyAvailable, capacity } = plan;
  const amount = { cpu: capacity.cpu, memory: `${capacity.memoryMB}Mi` };
  return Cluster({
    metadata: withEdition(plan, record),
    spec: {
      instances: instancesOf(plan),
      imageName: image,
      enablePDB: highlyAvailable,
      enableSuperuserAccess: false,
      storage: { size: `${record.storageGB}Gi`, storageClass },
      resources: { requests: amount, limits: amount },
      bootstrap: {
        initdb: { database: record.database, owner: record.username, encoding: 'UTF8', dataChecksums: true },
      },
      postgresql: {
        parameters: parametersOf(plan),
        // The operator puts the rules of its own logins first. The application may enter its database over TLS, and nothing else.
        pg_hba: [`hostssl "${record.database}" "${record.username}" all scram-sha-256`, 'host all all all reject'],
        synchronous: highlyAvailable ? { method: 'any', number: 1, dataDurability: 'preferred' } : undefined,
      },
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: highlyAvailable ? 'required' : 'preferred',
        topologyKey: 'kubernetes.io/hostname',
      },
      certificates: alternativeNames.length > 0 ? { serverAltDNSNames: alternativeNames } : undefined,
      plugins: objectStore === undefined ? undefined : [walArchiver(record, objectStore)],
    },
  });
}

/** The number of servers with a copy of the data. */
export function instancesOf({ highlyAvailable }: DatabasePlan): number {
  return highlyAvailable ? 3 : 1;
}

/** The name of the backups of one major version: an upgrade starts a new archive, since its log cannot continue the old one. */
export function archiveOf({ archive, version }: Pick<ClusterRecord, 'archive' | 'version'>): string {
  return `${archive}-${version}`;
}

function walArchiver(record: ClusterRecord, objectStore: string) {
  return {
    name: backupPlugin,
    isWALArchiver: true,
    parameters: { barmanObjectName: objectStore, serverName: archiveOf(record) },
  };
}

function parametersOf({ capacity, settings }: DatabasePlan): Record<string, string> {
  return {
    max_connections: String(capacity.maxConnections),
    shared_buffers: `${capacity.memoryMB / 4}MB`,
    effective_cache_size: `${(capacity.memoryMB * 3) / 4}MB`,
    ...settings,
  };
}

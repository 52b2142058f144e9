/** The PostgreSQL cluster that the operator runs for a database, the same wherever Kubernetes is. */
import { Cluster } from '../kinds/cnpg-cluster.ts';
import type { DatabasePlan } from './plan.ts';

/** The plugin that ships backups and write-ahead log. */
export const backupPlugin = 'barman-cloud.cloudnative-pg.io';

export interface ClusterContext {
  readonly plan: DatabasePlan;
  /** The image of the planned version. */
  readonly image: string;
  readonly storageClass: string | undefined;
  /** Names of the services that stand before the cluster, for its certificate. */
  readonly alsoKnownAs: readonly string[];
  /** The ObjectStore for backups, when there are any. */
  readonly objectStore: string | undefined;
}

/** The Cluster resource. */
export function postgresCluster(context: ClusterContext) {
  const { plan, image, storageClass, alsoKnownAs, objectStore } = context;
  const { record, highlyAvailable, capacity } = plan;
  const amount = { cpu: capacity.cpu, memory: `${capacity.memoryMB}Mi` };
  return Cluster({
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
        // The operator's own logins have rules before these; the application may enter its database, over TLS, and nothing else.
        pg_hba: [`hostssl "${record.database}" "${record.username}" all scram-sha-256`, 'host all all all reject'],
        synchronous: highlyAvailable ? { method: 'any', number: 1, dataDurability: 'preferred' } : undefined,
      },
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: highlyAvailable ? 'required' : 'preferred',
        topologyKey: 'kubernetes.io/hostname',
      },
      certificates: alsoKnownAs.length > 0 ? { serverAltDNSNames: alsoKnownAs } : undefined,
      plugins: objectStore === undefined ? undefined : [walArchiver(plan, objectStore)],
    },
  });
}

/** How many servers hold the data. */
export function instancesOf({ highlyAvailable }: DatabasePlan): number {
  return highlyAvailable ? 3 : 1;
}

/** The name of the backups of one major version: an upgrade starts a new line, since its log cannot follow the old one's. */
export function archiveOf({ record }: DatabasePlan): string {
  return `${record.archive}-${record.version}`;
}

function walArchiver(plan: DatabasePlan, objectStore: string) {
  return {
    name: backupPlugin,
    isWALArchiver: true,
    parameters: { barmanObjectName: objectStore, serverName: archiveOf(plan) },
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

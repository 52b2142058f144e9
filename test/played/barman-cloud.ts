/** The backup plugin of CloudNativePG. */
import type { KubernetesObject } from 'planesmith/testing';
import { playedTime } from './fake.ts';
import type { Player } from './play.ts';

interface Plugin {
  readonly parameters?: { readonly barmanObjectName?: string; readonly serverName?: string };
}

/** The names under which Clusters put their backups into a store. */
function serversOf(store: KubernetesObject, neighbours: readonly KubernetesObject[]): string[] {
  return neighbours.flatMap(({ spec }) => {
    const { plugins = [] } = (spec ?? {}) as { plugins?: readonly Plugin[] };
    return plugins
      .filter(({ parameters }) => parameters?.barmanObjectName === store.metadata.name)
      .flatMap(({ parameters }) => parameters?.serverName ?? []);
  });
}

/** Reports, for every server, the times of its backups. */
const objectStore: Player = (store, stage, _, neighbours) => {
  if (stage === 'starting') return { status: {} };
  const window = { firstRecoverabilityPoint: playedTime, lastSuccessfulBackupTime: playedTime };
  const servers = serversOf(store, neighbours);
  return { status: { serverRecoveryWindow: Object.fromEntries(servers.map((server) => [server, window])) } };
};

export const barmanCloud: Readonly<Record<string, Player>> = { 'barmancloud.cnpg.io/v1 ObjectStore': objectStore };

/** The operator CloudNativePG: Clusters with their Secrets, and its other kinds. */
import { condition } from './condition.ts';
import { playedTime } from './fake.ts';
import type { Player } from './play.ts';

interface ClusterSpec {
  readonly instances: number;
  readonly imageName: string;
  readonly bootstrap: { readonly initdb: { readonly database: string; readonly owner: string } };
}

/** The major version in an image's tag. */
const majorOf = (image: string) => Number(/:(\d+)/.exec(image)?.[1]);

/** The Secrets exist before any server. */
const cluster: Player = ({ metadata, spec, status }, stage, world) => {
  const { name = '', namespace = '' } = metadata;
  const { instances, imageName, bootstrap } = spec as ClusterSpec;
  const { database, owner } = bootstrap.initdb;
  const isReady = stage === 'ready';
  const { pgDataImageInfo } = (status ?? {}) as { readonly pgDataImageInfo?: object };
  const host = `${name}-rw`;
  const password = world.password(name);
  const login = `${encodeURIComponent(owner)}:${encodeURIComponent(password)}`;

  return {
    status: {
      phase: isReady ? 'Cluster in healthy state' : 'Setting up primary',
      instances,
      readyInstances: isReady ? instances : 0,
      image: imageName,
      // The version of the data: an upgrade ends with it.
      pgDataImageInfo: isReady ? { image: imageName, majorVersion: majorOf(imageName) } : pgDataImageInfo,
      writeService: host,
      readService: `${name}-r`,
      ...(isReady && { currentPrimary: `${name}-1`, targetPrimary: `${name}-1` }),
      conditions: [
        isReady
          ? condition('Ready', true, { reason: 'ClusterIsReady', message: 'Cluster is Ready' })
          : condition('Ready', false, { reason: 'ClusterIsNotReady', message: 'Cluster Is Not Ready' }),
      ],
    },
    secrets: {
      [`${name}-app`]: {
        username: owner,
        user: owner,
        password,
        dbname: database,
        host,
        port: '5432',
        uri: `postgresql://${login}@${host}.${namespace}:5432/${database}`,
        'fqdn-uri': `postgresql://${login}@${host}.${namespace}.svc.cluster.local:5432/${database}`,
        pgpass: `${host}:5432:${database}:${owner}:${password}\n`,
      },
      [`${name}-ca`]: { 'ca.crt': world.authority, 'ca.key': password },
    },
  };
};

const pooler: Player = ({ spec }, stage) => {
  const { instances = 1 } = spec as { instances?: number };
  return {
    status:
      stage === 'ready' ? { phase: 'active', instances } : { phase: 'paused', phaseReason: 'starting', instances: 0 },
  };
};

const scheduledBackup: Player = (_, stage) => ({
  status: stage === 'ready' ? { lastCheckTime: playedTime, nextScheduleTime: playedTime } : {},
});

export const cloudNativePg: Readonly<Record<string, Player>> = {
  'postgresql.cnpg.io/v1 Cluster': cluster,
  'postgresql.cnpg.io/v1 Pooler': pooler,
  'postgresql.cnpg.io/v1 ScheduledBackup': scheduledBackup,
};

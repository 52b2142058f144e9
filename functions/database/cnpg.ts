/** The Secrets that CloudNativePG writes beside a Cluster, and the recorded values that a Cluster still shows. */
import { type Claim, Incapable, type SecretText } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import type { Cluster } from '../models/postgresql.cnpg.io/v1/cluster.ts';
import { connectionSecret, port } from './connection.ts';
import type { Capacity, SizeTable } from './sizes.ts';
import { recoverSizing } from './sizing.ts';

/** The suffixes of the Secrets behind the Cluster's name: the application's login, and the authority of the certificates. */
export const secretSuffixes = { app: '-app', ca: '-ca' } as const;

/** The contents of these Secrets. */
export interface OperatorSecrets {
  readonly app: SecretText;
  readonly ca: SecretText;
}

/** The connection Secret of a database that applications reach at `host`. */
export function clusterConnection(database: string, host: string, { app, ca }: OperatorSecrets) {
  const { username, password } = app;
  return connectionSecret({
    provider: 'cloudnative-pg',
    host,
    port,
    database,
    username,
    password,
    ca: ca['ca.crt'],
  });
}

/**
 * The image of a major version. An image in use stays in use if the environment no longer lists it: the claim must not suffer from that
 * mistake.
 */
export function imageOf(version: string, images: Readonly<Record<string, string>>, existing: Cluster | undefined) {
  const running = existing?.spec.imageName;
  const image = images[version] ?? (versionOf(running) === version ? running : undefined);
  if (image === undefined) {
    throw new Incapable(
      `the environment has no incluster.postgres.images['${version}'], which this database runs; the platform team must add it`,
    );
  }
  return image;
}

/** The recorded values that an existing Cluster still shows. */
export function recoverFromCluster(
  { cluster }: { readonly cluster: Cluster | undefined },
  _recorded: unknown,
  claim: Claim,
  { sizes }: { readonly sizes: SizeTable },
) {
  const { spec } = cluster ?? {};
  const memory = spec?.resources?.limits?.['memory'];
  const version = versionOf(spec?.imageName);
  return {
    version,
    ...recoverSizing(claim, cluster, sizes, ({ memoryMB }) => `${memoryMB}Mi` === memory),
    storageGB: storageIn(spec?.storage?.size),
    database: spec?.bootstrap?.initdb?.database,
    username: spec?.bootstrap?.initdb?.owner,
    // The version is behind the name of the archive (archiveOf), and one may be in the claim's name.
    archive: spec?.plugins?.[0]?.parameters?.['serverName']?.replace(/-\d+$/, ''),
  };
}

/** A quantity in GiB; undefined for one that is not written in GiB or TiB. */
function storageIn(size: string | undefined): number | undefined {
  const [, amount, unit] = /^(\d+)(Gi|Ti)$/.exec(size ?? '') ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit === 'Ti' ? 1024 : 1);
}

/** The capacity that an existing Cluster shows. */
export function capacityOfCluster(cluster: Cluster | undefined): Partial<Capacity> | undefined {
  const { resources, postgresql } = cluster?.spec ?? {};
  const { cpu, memory } = resources?.limits ?? {};
  const memoryMB = Number(/^(\d+)Mi$/.exec(String(memory))?.[1]);
  const maxConnections = Number(postgresql?.parameters?.['max_connections']);
  return cpu && memoryMB && maxConnections ? { cpu: String(cpu), memoryMB, maxConnections } : undefined;
}

/** The major version in an image's tag. */
function versionOf(image: string | undefined) {
  const major = /:(\d+)[^/:]*(@|$)/.exec(image ?? '')?.[1];
  return postgresVersions.find((version) => version === major);
}

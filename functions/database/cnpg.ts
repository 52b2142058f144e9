/** What CloudNativePG keeps beside a Cluster, and how a Cluster is read back. */
import { Incapable, secretValues, type Requirements, type Unstructured } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import type { Cluster } from '../models/postgresql.cnpg.io/v1/cluster.ts';
import { connectionSecret } from './connection.ts';
import type { DatabasePlan } from './plan.ts';
import { findCapacity } from './sizes.ts';

/** The Secrets that the operator makes for a cluster: the application's login, and the authority of its certificates. */
export function operatorSecrets(cluster: string) {
  return {
    app: { apiVersion: 'v1', kind: 'Secret', name: `${cluster}-app` },
    ca: { apiVersion: 'v1', kind: 'Secret', name: `${cluster}-ca` },
  } satisfies Requirements;
}

interface OperatorSecrets {
  readonly app: Unstructured | undefined;
  readonly ca: Unstructured | undefined;
}

/** The connection Secret for a database whose service is `host`. */
export function clusterConnection({ record }: DatabasePlan, host: string, { app, ca }: OperatorSecrets) {
  const { username, password } = secretValues(app);
  return connectionSecret({
    provider: 'cloudnative-pg',
    host,
    port: 5432,
    database: record.database,
    username,
    password,
    ca: secretValues(ca)['ca.crt'],
  });
}

/** The image of the planned version; one that is no longer listed is a mistake in the environment, which a claim must not pay for. */
export function imageOf(
  { record }: DatabasePlan,
  images: Readonly<Record<string, string>>,
  observed: Cluster | undefined,
) {
  const running = observed?.spec.imageName;
  const image = images[record.version] ?? (versionOf(running) === record.version ? running : undefined);
  if (image === undefined) {
    throw new Incapable(
      `the environment has no incluster.postgres.images['${record.version}'], which this database runs; the platform team must add it`,
    );
  }
  return image;
}

/** What was recorded, as an existing Cluster still shows it. */
export function recoverFromCluster({ cluster }: { readonly cluster: Cluster | undefined }) {
  const { spec } = cluster ?? {};
  const memory = spec?.resources?.limits?.['memory'];
  const capacity = findCapacity(({ memoryMB }) => `${memoryMB}Mi` === memory);
  const version = versionOf(spec?.imageName);
  return {
    version,
    size: capacity?.size,
    sizing: capacity?.edition,
    storageGB: Number.parseInt(spec?.storage?.size ?? '', 10) || undefined,
    database: spec?.bootstrap?.initdb?.database,
    username: spec?.bootstrap?.initdb?.owner,
    archive: spec?.plugins?.[0]?.parameters?.['serverName']?.replace(`-${version}`, ''),
  };
}

/** The major version in an image's tag. */
function versionOf(image: string | undefined) {
  const major = /:(\d+)[^/:]*(@|$)/.exec(image ?? '')?.[1];
  return postgresVersions.find((version) => version === major);
}

/** A database server in Kubernetes, the same on local and incluster: the CloudNativePG Cluster, and the policy of its network. */
import type { Claim, WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import type { Cluster } from '../models/postgresql.cnpg.io/v1/cluster.ts';
import { type ClusterRecord, postgresCluster } from './cluster.ts';
import { clusterConnection, imageOf, type OperatorSecrets } from './cnpg.ts';
import { port } from './connection.ts';
import { databasePolicy } from './network-policy.ts';
import type { DatabasePlan } from './plan.ts';

/** An environment that can run databases in Kubernetes. */
export type KubernetesEnvironment = WithSections<Environment, 'incluster.postgres'>;

interface Server {
  readonly claim: Claim;
  readonly plan: DatabasePlan;
  readonly record: ClusterRecord;
  readonly environment: KubernetesEnvironment;
  readonly existing: Cluster | undefined;
  readonly secrets: OperatorSecrets;
  /** Name of the Cluster. */
  readonly cluster: string;
  /** The service of the pooler before the cluster, for its certificate, and whether applications connect to it. */
  readonly pooler?: { readonly service: string; readonly isUsed: boolean };
  /** Name of the ObjectStore for backups, if there are any. */
  readonly objectStore?: string | undefined;
}

/** The Cluster with its NetworkPolicy, its endpoint and its connection Secret. */
export function server(options: Server) {
  const { claim, plan, record, environment, existing, secrets, cluster, pooler, objectStore } = options;
  const { postgres, storageClass, monitoring } = environment.incluster;
  const host = hostOf(pooler?.isUsed ? pooler.service : `${cluster}-rw`, claim);
  return {
    cluster: postgresCluster({
      plan,
      record,
      image: imageOf(record.version, postgres.images, existing),
      storageClass,
      alternativeNames: pooler === undefined ? [] : namesOfService(pooler.service, claim),
      objectStore,
    }),
    network: databasePolicy({
      cluster,
      operatorNamespace: postgres.operatorNamespace,
      monitoringNamespace: monitoring?.namespace,
    }),
    secret: clusterConnection(record.database, host, secrets),
    endpoint: { host, port },
  };
}

/** The host of a service in the claim's namespace. */
export function hostOf(service: string, { namespace }: Claim): string {
  return `${service}.${namespace}.svc`;
}

/** The names of a service by which clients in this cluster may connect to it. */
function namesOfService(service: string, claim: Claim): string[] {
  return [service, `${service}.${claim.namespace}`, hostOf(service, claim)];
}

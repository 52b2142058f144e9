/** What a database in Kubernetes is on every machine: the operator's cluster, and who may reach it. */
import type { Claim, Unstructured, WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import type { Cluster } from '../models/postgresql.cnpg.io/v1/cluster.ts';
import { postgresCluster } from './cluster.ts';
import { clusterConnection, imageOf } from './cnpg.ts';
import { databasePolicy } from './network-policy.ts';
import type { DatabasePlan } from './plan.ts';

/** An environment that runs databases itself. */
export type KubernetesEnvironment = WithSections<Environment, 'incluster.postgres'>;

export interface Server {
  readonly claim: Claim;
  readonly plan: DatabasePlan;
  readonly environment: KubernetesEnvironment;
  readonly observed: Cluster | undefined;
  readonly secrets: { readonly app: Unstructured | undefined; readonly ca: Unstructured | undefined };
  /** The name of the Cluster. */
  readonly cluster: string;
  /** The service of a pooler before the cluster, for its certificate, and whether applications are sent there. */
  readonly pooler?: { readonly service: string; readonly isUsed: boolean };
  /** The ObjectStore for backups, when there are any. */
  readonly objectStore?: string | undefined;
}

/** The Cluster with its NetworkPolicy, and where and how it is reached. */
export function server(options: Server) {
  const { claim, plan, environment, observed, secrets, cluster, pooler, objectStore } = options;
  const { postgres, storageClass, monitoring } = environment.incluster;
  const host = hostOf(pooler?.isUsed ? pooler.service : `${cluster}-rw`, claim);
  return {
    cluster: postgresCluster({
      plan,
      image: imageOf(plan, postgres.images, observed),
      storageClass,
      alsoKnownAs: pooler === undefined ? [] : namesOfService(pooler.service, claim),
      objectStore,
    }),
    network: databasePolicy({
      cluster,
      operatorNamespace: postgres.operatorNamespace,
      monitoringNamespace: monitoring?.namespace,
    }),
    secret: clusterConnection(plan, host, secrets),
    endpoint: { host, port: 5432 },
  };
}

/** The host of a service beside the claim. */
export function hostOf(service: string, { namespace }: Claim): string {
  return `${service}.${namespace}.svc`;
}

/** The names by which clients in this cluster may call a service. */
function namesOfService(service: string, claim: Claim): string[] {
  return [service, `${service}.${claim.namespace}`, hostOf(service, claim)];
}

/** What a database in Kubernetes is on every machine: the operator's cluster, and who may reach it. */
import type { Claim, Unstructured, WithSections } from 'planesmith/runtime';
import type { Environment } from '../environment.ts';
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
  /** The service that applications connect to; the cluster's own unless something stands before it. */
  readonly service?: string;
  /** The ObjectStore for backups, when there are any. */
  readonly objectStore?: string | undefined;
}

/** The Cluster with its NetworkPolicy, and where and how it is reached. */
export function server(options: Server) {
  const { claim, plan, environment, observed, secrets, cluster, service, objectStore } = options;
  const { postgres, storageClass, monitoring } = environment.incluster;
  const host = `${service ?? `${cluster}-rw`}.${claim.namespace}.svc`;
  return {
    cluster: postgresCluster({
      plan,
      environment,
      image: imageOf(plan, postgres.images, observed),
      storageClass,
      alsoKnownAs: service === undefined ? [] : namesOfService(service, claim.namespace),
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

/** The names by which clients in this cluster may call a service. */
function namesOfService(service: string, namespace: string): string[] {
  return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
}

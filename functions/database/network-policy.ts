/** Network access to the pods of a database in Kubernetes. */
import { NetworkPolicy } from '../kinds/network-policy.ts';

const postgres = { protocol: 'TCP', port: 5432 };
const status = { protocol: 'TCP', port: 8000 };
const metrics = [
  { protocol: 'TCP', port: 9187 },
  { protocol: 'TCP', port: 9127 },
];

const everythingIn = (namespace: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
});

interface Access {
  /** Name of the Cluster. */
  readonly cluster: string;
  readonly operatorNamespace: string;
  readonly monitoringNamespace: string | undefined;
}

/**
 * Admits the claim's own namespace, the operator and Prometheus, and nothing else. Egress stays open: the pods need the API server and the
 * object store, whose addresses a policy cannot know.
 */
export function databasePolicy({ cluster, operatorNamespace, monitoringNamespace }: Access) {
  const pods = { podSelector: { matchLabels: { 'cnpg.io/cluster': cluster } } };
  return NetworkPolicy({
    spec: {
      ...pods,
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: {} }], ports: [postgres] },
        { from: [pods, everythingIn(operatorNamespace)], ports: [postgres, status] },
        ...(monitoringNamespace === undefined ? [] : [{ from: [everythingIn(monitoringNamespace)], ports: metrics }]),
      ],
    },
  });
}

/** Who may reach the pods of a database that runs in Kubernetes. */
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

export interface Reach {
  readonly cluster: string;
  readonly operatorNamespace: string;
  readonly monitoringNamespace: string | undefined;
}

/**
 * Lets in the claim's own namespace, the operator and Prometheus; all else is refused. What the pods reach out to stays open:
 * they need the API server and the object store, whose addresses a policy cannot know.
 */
export function databasePolicy({ cluster, operatorNamespace, monitoringNamespace }: Reach) {
  const itself = { podSelector: { matchLabels: { 'cnpg.io/cluster': cluster } } };
  return NetworkPolicy({
    spec: {
      ...itself,
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: {} }], ports: [postgres] },
        { from: [itself, everythingIn(operatorNamespace)], ports: [postgres, status] },
        ...(monitoringNamespace === undefined ? [] : [{ from: [everythingIn(monitoringNamespace)], ports: metrics }]),
      ],
    },
  });
}

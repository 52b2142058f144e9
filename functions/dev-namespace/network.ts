/** The network policies of a development namespace. Its pods reach each other and DNS, until its members allow more (docs/dev-namespaces.md). */
import type { ComposeOptions } from 'planesmith/authoring';
import { NetworkPolicy } from '../kinds/network-policy.ts';

const ownPods = { podSelector: {} };
const dns = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

/** The agent that gives pods the credentials of their cloud identity, at an address on their own machine. */
export interface Agent {
  readonly address: string;
  readonly port: number;
}

/** Refuses all traffic from other namespaces and from outside the cluster. */
export function inbound(place: ComposeOptions) {
  return NetworkPolicy({ spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [ownPods] }] } }, place);
}

interface Exceptions {
  readonly agents?: readonly Agent[] | undefined;
  /** The label of the servers of a virtual cluster, if there is one. */
  readonly servers?: { readonly key: string; readonly value: string } | undefined;
}

/**
 * Refuses all traffic to other namespaces and outside the cluster.
 *
 * It does not apply to database servers, which need the API server and the store of their backups: a policy cannot know these addresses.
 * It does not apply to the servers of a virtual cluster either, since they run their pods through the API server.
 */
export function outbound(place: ComposeOptions, { agents = [], servers }: Exceptions) {
  const absent = ['cnpg.io/cluster', 'cnpg.io/poolerName'].map((key) => ({ key, operator: 'DoesNotExist' }));
  const others = servers ? [{ key: servers.key, operator: 'NotIn', values: [servers.value] }] : [];
  const credentials = agents.map(({ address, port }) => ({
    to: [{ ipBlock: { cidr: `${address}/32` } }],
    ports: [{ protocol: 'TCP', port }],
  }));
  return NetworkPolicy(
    {
      spec: {
        podSelector: { matchExpressions: [...absent, ...others] },
        policyTypes: ['Egress'],
        egress: [{ to: [ownPods] }, dns, ...credentials],
      },
    },
    place,
  );
}

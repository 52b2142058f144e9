/** What the pods of a development namespace may reach, and what may reach them: each other and names, until its members allow more (docs/dev-namespaces.md). */
import type { ComposeOptions } from 'planesmith/authoring';
import { NetworkPolicy } from '../kinds/network-policy.ts';

const itself = { podSelector: {} };
const names = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

/** Where pods get the credentials of their cloud identity: an address on their own machine. */
export interface Agent {
  readonly address: string;
  readonly port: number;
}

/** Refuses everything that comes from other namespaces or from outside. */
export function inbound(place: ComposeOptions) {
  return NetworkPolicy({ spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [itself] }] } }, place);
}

interface Spared {
  readonly agents?: readonly Agent[] | undefined;
  /** The label of the servers of a virtual cluster, where there is one. */
  readonly servers?: { readonly key: string; readonly value: string } | undefined;
}

/**
 * Refuses everything that goes to other namespaces or outside. Database servers are spared: they need the API server and the store of
 * their backups, whose addresses a policy cannot know. So are the servers of a virtual cluster, whose pods the API server runs.
 */
export function outbound(place: ComposeOptions, { agents = [], servers }: Spared) {
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
        egress: [{ to: [itself] }, names, ...credentials],
      },
    },
    place,
  );
}

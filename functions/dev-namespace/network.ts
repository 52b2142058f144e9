/** The network policies of a development namespace. Its pods reach each other and DNS, until its members allow more (docs/dev-namespaces.md). */
import type { ComposeOptions } from 'planesmith/authoring';
import { NetworkPolicy } from '../kinds/network-policy.ts';

const ownPods = { podSelector: {} };

/** The address of NodeLocal DNSCache (kubernetes.io/docs/tasks/administer-cluster/nodelocaldns). Nothing else listens there. */
const nodeLocal = '169.254.20.10';

/** The DNS of the cluster: its pods, and servers outside of pods. No policy selects those by a label. */
export interface Resolver {
  readonly namespace: string;
  /** The port of the pods, behind their service. */
  readonly port: number;
  readonly addresses: readonly string[];
}

/** The DNS of the environment. What it leaves out is as in a usual cluster, where the cloud has DNS servers at `ofCloud`. */
export function resolverOf(
  dns: Partial<Omit<Resolver, 'addresses'>> & { readonly addresses?: readonly string[] | undefined } = {},
  ofCloud: readonly string[] = [],
): Resolver {
  const { namespace = 'kube-system', port = 53, addresses = [nodeLocal, ...ofCloud] } = dns;
  return { namespace, port, addresses };
}

function toResolver({ namespace, port, addresses }: Resolver) {
  const at = (number: number) => ['UDP', 'TCP'].map((protocol) => ({ protocol, port: number }));
  const pods = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
  const servers = addresses.map((address) => ({ ipBlock: { cidr: `${address}/32` } }));
  return [
    { to: [pods], ports: at(port) },
    // A rule without peers would allow every address.
    ...(servers.length > 0 ? [{ to: servers, ports: at(53) }] : []),
  ];
}

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
  readonly resolver: Resolver;
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
export function outbound(place: ComposeOptions, { resolver, agents = [], servers }: Exceptions) {
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
        egress: [{ to: [ownPods] }, ...toResolver(resolver), ...credentials],
      },
    },
    place,
  );
}

/** A cache in Kubernetes: Dragonfly, and who may reach it. */
import { type Claim, none, type WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { onTwoMachines } from '../cluster/spread.ts';
import { generator } from '../cluster/password.ts';
import { rules } from '../alarms/prometheus.ts';
import { Dragonfly } from '../kinds/dragonfly.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { PodMonitor } from '../kinds/pod-monitor.ts';
import { access, keys } from './access.ts';
import type { CachePlan } from './plan.ts';
import { cacheRules } from './rules.ts';

/** The port of clients; the other one lets anybody do anything without a password. */
export const port = 6379;
const adminPort = 9999;

/** Dragonfly refuses to start with less memory per thread (its `--maxmemory` and `--proactor_threads`). */
const memoryPerThreadMB = 256;

interface Context {
  readonly claim: Claim;
  readonly plan: CachePlan;
  readonly record: { readonly memoryMB: number; readonly tls: boolean };
  readonly environment: WithSections<Environment, 'incluster.cache'>;
  /** The names of the Dragonfly, and of its Secret and generator. */
  readonly cache: string;
  readonly access: string;
  readonly generator: string;
}

/** The cache, and everything around it. */
export function dragonflyParts(context: Context) {
  const { claim, plan, record, environment, cache } = context;
  const { monitoring } = environment.incluster;
  return {
    cache: dragonfly(context),
    access: access({
      secret: context.access,
      generator: context.generator,
      cache,
      namespace: claim.namespace,
      tls: record.tls,
    }),
    generator: generator(),
    network: reach(context),
    monitor:
      monitoring === undefined
        ? none('nobody watches here')
        : PodMonitor({
            metadata: { labels: { ...monitoring.labels } },
            spec: { selector: { matchLabels: podsOf(cache) }, podMetricsEndpoints: [{ port: 'admin' }] },
          }),
    rules:
      monitoring === undefined
        ? none('nobody watches here')
        : rules({ claim, links: plan.links, labels: monitoring.labels }, cacheRules(plan, claim.namespace, cache)),
  };
}

/** As the operator labels its pods (dragonfly-operator internal/resources/resources.go). */
const podsOf = (cache: string) => ({ app: cache, 'app.kubernetes.io/name': 'dragonfly' });

function dragonfly({ plan, record, environment, cache, access: name }: Context) {
  const { eviction, highlyAvailable } = plan;
  const { image } = environment.incluster.cache;
  const threads = Math.max(1, Math.min(4, Math.floor(record.memoryMB / memoryPerThreadMB)));
  // Beside its data it needs memory for connections and for sending a copy to a replica.
  const memory = `${Math.ceil(record.memoryMB * 1.25) + 64}Mi`;
  return Dragonfly({
    spec: {
      ...(image !== undefined && { image }),
      replicas: highlyAvailable ? 2 : 1,
      args: [
        `--maxmemory=${record.memoryMB}mb`,
        `--proactor_threads=${threads}`,
        `--cache_mode=${eviction === 'any'}`,
        // Without a file to save to: what a cache holds ends with its pods.
        '--dbfilename=',
      ],
      // What it falls back to where it cannot read the file of its users.
      authentication: { passwordFromSecret: { name, key: keys.administrator } },
      aclFromSecret: { name, key: keys.users },
      ...(record.tls && { tlsSecretRef: { name } }),
      resources: { requests: { cpu: '100m', memory }, limits: { memory } },
      // Ours is there before its pods are.
      networkPolicyEnabled: false,
      ...(highlyAvailable && { pdb: { maxUnavailable: 1 }, topologySpreadConstraints: onTwoMachines(podsOf(cache)) }),
    },
  });
}

/** Lets the claim's own namespace in as clients, and at the other port only the operator, the replicas and Prometheus itself. */
function reach({ environment, cache }: Context) {
  const { cache: facts, monitoring } = environment.incluster;
  const itself = { podSelector: { matchLabels: podsOf(cache) } };
  const among = (namespace: string, labels: Record<string, string>) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  });
  return NetworkPolicy({
    spec: {
      ...itself,
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port }] },
        {
          from: [
            itself,
            among(facts.operatorNamespace, { 'control-plane': 'controller-manager' }),
            ...(monitoring === undefined
              ? []
              : [among(monitoring.namespace, { 'app.kubernetes.io/name': 'prometheus' })]),
          ],
          ports: [{ protocol: 'TCP', port: adminPort }],
        },
      ],
    },
  });
}

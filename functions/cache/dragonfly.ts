/** A cache in Kubernetes: Dragonfly, with its network policy and monitoring. */
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

/** The port of clients. The admin port needs no password and allows everything. */
export const port = 6379;
const adminPort = 9999;

/** The least memory for each thread; with less, Dragonfly does not start (`--maxmemory`, `--proactor_threads`). */
const memoryPerThreadMB = 256;

interface Context {
  readonly claim: Claim;
  readonly plan: CachePlan;
  readonly record: { readonly memoryMB: number; readonly tls: boolean };
  readonly environment: WithSections<Environment, 'incluster.cache'>;
  /** Name of the Dragonfly. */
  readonly cache: string;
  /** Name of its Secret with credentials. */
  readonly access: string;
  /** Name of the password generator. */
  readonly generator: string;
}

/** All resources of the cache. */
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
    network: networkPolicy(context),
    monitor:
      monitoring === undefined
        ? none('the environment has no monitoring')
        : PodMonitor({
            metadata: { labels: { ...monitoring.labels } },
            spec: { selector: { matchLabels: podsOf(cache) }, podMetricsEndpoints: [{ port: 'admin' }] },
          }),
    rules:
      monitoring === undefined
        ? none('the environment has no monitoring')
        : rules({ claim, links: plan.links, labels: monitoring.labels }, cacheRules(plan, claim.namespace, cache)),
  };
}

/** The labels that the operator gives to the pods (dragonfly-operator internal/resources/resources.go). */
const podsOf = (cache: string) => ({ app: cache, 'app.kubernetes.io/name': 'dragonfly' });

function dragonfly({ plan, record, environment, cache, access: name }: Context) {
  const { eviction, highlyAvailable } = plan;
  const { image } = environment.incluster.cache;
  const threads = Math.max(1, Math.min(4, Math.floor(record.memoryMB / memoryPerThreadMB)));
  // Dragonfly also needs memory for connections and for sending a copy to a replica.
  const memory = `${Math.ceil(record.memoryMB * 1.25) + 64}Mi`;
  return Dragonfly({
    spec: {
      ...(image !== undefined && { image }),
      replicas: highlyAvailable ? 2 : 1,
      args: [
        `--maxmemory=${record.memoryMB}mb`,
        `--proactor_threads=${threads}`,
        `--cache_mode=${eviction === 'any'}`,
        // No snapshots: the data of a cache ends with its pods.
        '--dbfilename=',
      ],
      // Dragonfly uses this password if it cannot read its ACL file.
      authentication: { passwordFromSecret: { name, key: keys.administrator } },
      aclFromSecret: { name, key: keys.users },
      ...(record.tls && { tlsSecretRef: { name } }),
      resources: { requests: { cpu: '100m', memory }, limits: { memory } },
      // The composed NetworkPolicy exists before the pods.
      networkPolicyEnabled: false,
      ...(highlyAvailable && { pdb: { maxUnavailable: 1 }, topologySpreadConstraints: onTwoMachines(podsOf(cache)) }),
    },
  });
}

/** Opens the port of clients to the claim's namespace, and the admin port only to the operator, the replicas and Prometheus. */
function networkPolicy({ environment, cache }: Context) {
  const { cache: facts, monitoring } = environment.incluster;
  const ownPods = { podSelector: { matchLabels: podsOf(cache) } };
  const podsIn = (namespace: string, labels: Record<string, string>) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  });
  return NetworkPolicy({
    spec: {
      ...ownPods,
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port }] },
        {
          from: [
            ownPods,
            podsIn(facts.operatorNamespace, { 'control-plane': 'controller-manager' }),
            ...(monitoring === undefined
              ? []
              : [podsIn(monitoring.namespace, { 'app.kubernetes.io/name': 'prometheus' })]),
          ],
          ports: [{ protocol: 'TCP', port: adminPort }],
        },
      ],
    },
  });
}

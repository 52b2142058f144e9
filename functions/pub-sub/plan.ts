/** PubSub: what is decided for a claim, whatever the target. */
import { planner, type PlannerContext } from 'planesmith/authoring';
import { accesses, pubSub, usualPartitions } from '../../apis/pub-sub.ts';
import { environment, type Environment } from '../environment/index.ts';
import { linksFor } from '../grants/links.ts';
import { homeOf } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { retains } from '../grants/retention.ts';
import { layoutsOf, remembered } from './layout.ts';
import type { Topic } from './topics.ts';

type Target = (typeof pubSub)['targets'][number];
type CloudName = PlannerContext<never, never>['cloudName'];

export type PubSubPlan = ReturnType<(typeof plan)['plan']>;

export const plan = planner(pubSub, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, cloudName } = context;
  const broker = recorded.broker ?? brokerOf(target, env, cloudName);
  const product = recorded.product ?? (target === 'azure' ? env.azure?.messages?.sku : undefined);
  const retain = retains(spec, env);
  const shared = target === 'local' || target === 'incluster' ? env.incluster?.messages : undefined;
  const namespace = recorded.namespace ?? shared?.namespace;
  const layout = shared && layoutsOf(context, { replicas: shared.replicas, retain });
  const known = new Map(Object.entries(recorded.topics ?? {}));
  const topics = Object.entries(spec.topics)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { partitions = usualPartitions, retention = '24h' }]): Topic => ({
      key,
      name: known.get(key) ?? cloudName(`topic-${key}`),
      partitions: layout?.[key]?.partitions ?? partitions,
      replicas: layout?.[key]?.replicas,
      retentionHours: hoursOf(retention),
    }));
  const access = spec.access ?? accesses;
  // Messages that nobody has taken yet are data: a claim that no longer consumes keeps them while it retains.
  const before = retain ? (recorded.subscribed ?? []) : [];
  const subscribed = topics.filter(({ key }) => access.includes('consume') || before.includes(key));
  return {
    topics,
    /** The topics whose messages wait for the applications. */
    subscribed,
    access,
    dapr: spec.dapr,
    apps: spec.apps,
    retain,
    serviceAccount: spec.serviceAccount,
    links: linksFor(claim, env),
    record: {
      topics: Object.fromEntries(topics.map(({ key, name }) => [key, name])),
      // At a shared broker they wait for everybody.
      ...(shared === undefined && {
        subscribed: remembered([...new Set([...before, ...subscribed.map(({ key }) => key)])]).toSorted(),
      }),
      // Google takes no longer ones.
      user: recorded.user ?? cloudName('user', target === 'gcp' ? { maxLength: 30 } : {}),
      ...(target === 'aws' && { queue: recorded.queue ?? cloudName('queue') }),
      ...(broker !== undefined && { broker }),
      ...(namespace !== undefined && { namespace }),
      ...(layout && { layout }),
      ...(product !== undefined && { product }),
      ...homeOf(target, env, recorded),
    },
  };
});

/** The broker of a new claim: the one that all share in a cluster, and its own at Azure, whose names are unique among all customers in 50 characters. */
function brokerOf(target: Target, { incluster, azure }: Environment, cloudName: CloudName): string | undefined {
  if (target === 'local' || target === 'incluster') return incluster?.messages?.cluster;
  if (target !== 'azure' || azure?.messages === undefined) return undefined;
  return publicName({ target, prefix: azure.messages.namePrefix, key: 'broker', maxLength: 50, cloudName });
}

function hoursOf(retention: string): number {
  const amount = Number.parseInt(retention, 10);
  return retention.endsWith('d') ? amount * 24 : amount;
}

/** PubSub: what is decided for a claim, whatever the target. */
import { planner, type PlannerContext } from 'planesmith/runtime';
import { accesses, pubSub, usualPartitions } from '../../apis/pub-sub.ts';
import { environment, type Environment } from '../environment.ts';
import { linksFor } from '../links.ts';
import { homeOf } from '../home.ts';
import { retains } from '../retention.ts';
import type { Topic } from './topics.ts';

type CloudName = PlannerContext<never, never>['cloudName'];

export type PubSubPlan = ReturnType<(typeof plan)['plan']>;

export const plan = planner(pubSub, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, cloudName } = context;
  const broker = recorded.broker ?? (target === 'azure' ? brokerOf(env, cloudName) : undefined);
  const product = recorded.product ?? (target === 'azure' ? env.azure?.messages?.sku : undefined);
  const topics = Object.entries(spec.topics)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { partitions = usualPartitions, retention = '24h' }]): Topic => ({
      key,
      name: recorded.topics?.[key] ?? cloudName(`topic-${key}`),
      partitions,
      retentionHours: hoursOf(retention),
    }));
  return {
    topics,
    access: spec.access ?? accesses,
    dapr: spec.dapr,
    apps: spec.apps,
    retain: retains(spec, env),
    serviceAccount: spec.serviceAccount,
    links: linksFor(claim, env),
    record: {
      topics: Object.fromEntries(topics.map(({ key, name }) => [key, name])),
      // Google takes no longer ones.
      user: recorded.user ?? cloudName('user', target === 'gcp' ? { maxLength: 30 } : {}),
      ...(target === 'aws' && { queue: recorded.queue ?? cloudName('queue') }),
      ...(broker !== undefined && { broker }),
      ...(product !== undefined && { product }),
      ...homeOf(target, env, recorded),
    },
  };
});

/** The name of a broker of the claim's own: Azure's are unique among all of its customers, and have up to 50 characters. */
function brokerOf({ azure }: Environment, cloudName: CloudName): string | undefined {
  if (azure?.messages === undefined) return undefined;
  const before = `${azure.messages.namePrefix}-`;
  return `${before}${cloudName('broker', { maxLength: 50 - before.length })}`;
}

function hoursOf(retention: string): number {
  const amount = Number.parseInt(retention, 10);
  return retention.endsWith('d') ? amount * 24 : amount;
}

/** PubSub: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/runtime';
import { accesses, pubSub, usualPartitions } from '../../apis/pub-sub.ts';
import { environment } from '../environment.ts';
import { linksFor } from '../links.ts';
import { regionOf } from '../region.ts';
import { retains } from '../retention.ts';

export type PubSubPlan = ReturnType<(typeof plan)['plan']>;

/** One topic. */
export interface Topic {
  readonly key: string;
  /** What it is called at the broker. */
  readonly name: string;
  readonly partitions: number;
  readonly retentionHours: number;
}

export const plan = planner(pubSub, environment, (context) => {
  const { claim, spec, environment: env, target, recorded, cloudName } = context;
  const region = recorded.region ?? regionOf(target, env);
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
    links: linksFor(claim, env),
    record: {
      topics: Object.fromEntries(topics.map(({ key, name }) => [key, name])),
      user: recorded.user ?? cloudName('user'),
      ...(target === 'aws' && { queue: recorded.queue ?? cloudName('queue') }),
      ...(region !== undefined && { region }),
    },
  };
});

function hoursOf(retention: string): number {
  const amount = Number.parseInt(retention, 10);
  return retention.endsWith('d') ? amount * 24 : amount;
}

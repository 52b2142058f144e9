/** PubSub: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { accesses, pubSub } from '../../apis/pub-sub.ts';
import { planner } from '../bind.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import type { Topic } from './topics.ts';

export type PubSubPlan = PlanOf<typeof pubSubPlanner>;

export const pubSubPlanner = planner(pubSub, (context) => {
  const { claim, spec, environment, recorded, cloudName } = context;
  const retain = retains(spec, environment);
  const recordedNames = new Map(Object.entries(recorded.topics ?? {}));
  const topics = Object.entries(spec.topics)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { retention = '24h' }]): Topic => ({
      key,
      name: recordedNames.get(key) ?? cloudName(`topic-${key}`),
      retentionHours: hoursOf(retention),
    }));
  const access = spec.access ?? accesses;
  // Messages that no application has taken yet are data. So a claim that retains its data keeps them even if it no longer consumes.
  const retained = retain ? (recorded.subscribed ?? []) : [];
  return {
    topics,
    /** The topics that keep messages for the applications. */
    subscribed: topics.filter(({ key }) => access.includes('consume') || retained.includes(key)),
    access,
    dapr: spec.dapr,
    apps: spec.apps,
    retain,
    serviceAccount: spec.serviceAccount,
    links: linksFor(claim, environment),
    record: { topics: Object.fromEntries(topics.map(({ key, name }) => [key, name])) },
  };
});

function hoursOf(retention: string): number {
  const amount = Number.parseInt(retention, 10);
  return retention.endsWith('d') ? amount * 24 : amount;
}

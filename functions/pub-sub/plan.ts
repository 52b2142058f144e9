/** PubSub: the decisions for a claim, the same on every target. */
import type { PlanOf } from 'planesmith/authoring';
import { accesses, pubSub } from '../../apis/pub-sub.ts';
import { planner } from '../bind.ts';
import { linksFor } from '../grants/links.ts';
import { retains } from '../grants/retention.ts';
import { ownSubscriptions, sharedSubscription, type Topic } from './topics.ts';

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
  const consumers = access.includes('consume') ? (spec.consumers?.toSorted() ?? []) : [];
  const isShared = access.includes('consume') && consumers.length === 0;
  const subscribed = topics.filter(({ key }) => isShared || retained.includes(key));
  const own = ownSubscriptions(topics, consumers);
  return {
    topics,
    /** The topics that keep messages for all applications together. */
    subscribed,
    /** The applications that get every message each; none if all share. */
    consumers,
    /** The subscriptions from which applications consume. */
    read: isShared ? topics.map(sharedSubscription) : own,
    /** The subscriptions that keep messages. */
    subscriptions: [...subscribed.map(sharedSubscription), ...own],
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

/** The layout of topics with partitions. It only grows, since Kafka refuses fewer partitions and Strimzi refuses other replicas. */
import type { Output } from 'planesmith/schema';
import { type Refuse, UserError } from 'planesmith/authoring';
import { mostRemembered, type pubSub, usualPartitions } from '../../apis/pub-sub.ts';
import type { PubSubPlan } from './plan.ts';

type Recorded = Partial<Output<(typeof pubSub)['recorded']>>;
export type Layouts = NonNullable<Recorded['layout']>;

interface Request {
  readonly spec: Output<(typeof pubSub)['spec']>;
  readonly recorded: Recorded;
  readonly refuse: Refuse;
}

/**
 * The layout of every topic of a claim, and of removed topics that still exist at the broker. A claim that adds such a topic again gets the
 * existing one. New topics get the environment's replicas. Throws a `UserError` if there have been too many topics to record.
 */
export function layoutsOf(
  { spec, recorded, refuse }: Request,
  { replicas: newReplicas, retain }: { readonly replicas: number; readonly retain: boolean },
): Layouts {
  const wanted = Object.entries(spec.topics).map(([key, { partitions: asked }]): [string, Layouts[string]] => {
    const { partitions: existing = 0, replicas = newReplicas } = recorded.layout?.[key] ?? {};
    const partitions = Math.max(asked ?? usualPartitions, existing);
    if (asked === undefined || asked >= existing) return [key, { partitions, replicas }];
    const why = `${asked} is fewer than the ${existing} that this topic has, and none can be removed: name another topic instead`;
    return [key, { partitions: refuse({ path: `spec.topics.${key}.partitions`, why, keep: existing }), replicas }];
  });
  const removed = Object.entries(recorded.layout ?? {}).filter(([key]) => !Object.hasOwn(spec.topics, key));
  // Unless it is retained, a topic that this call removes is deleted at the broker.
  const remaining = removed.filter(([key]) => retain || !Object.hasOwn(recorded.topics ?? {}, key));
  return Object.fromEntries(recordable([...wanted, ...remaining]));
}

/** The topics that keep messages for the claim's applications: those it consumes, and those whose messages it retains. */
export function subscribedOf(
  { subscribed, retain }: Pick<PubSubPlan, 'subscribed' | 'retain'>,
  recorded: Recorded,
): string[] {
  const retained = retain ? (recorded.subscribed ?? []) : [];
  return recordable([...new Set([...retained, ...subscribed.map(({ key }) => key)])]).toSorted();
}

/** Returns the same list. Throws a `UserError` if it is too long for the status. */
function recordable<T>(topics: readonly T[]): readonly T[] {
  if (topics.length <= mostRemembered) return topics;
  throw new UserError(
    `spec.topics: this claim has had ${topics.length} topics and retains the messages of all, but its status can record no more than ${mostRemembered}: make another PubSub instead`,
  );
}

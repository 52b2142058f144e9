/** The layout of topics that have partitions, which only grows: Kafka refuses fewer partitions, and Strimzi other replicas. */
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
 * The layout of every topic of a claim, and of each removed one that still stands at the broker: asked for again, it is that topic. New ones
 * have the environment's replicas. Throws a `UserError` if there have been too many to remember.
 */
export function layoutsOf(
  { spec, recorded, refuse }: Request,
  { replicas: now, retain }: { readonly replicas: number; readonly retain: boolean },
): Layouts {
  const wanted = Object.entries(spec.topics).map(([key, { partitions: asked }]): [string, Layouts[string]] => {
    const { partitions: before = 0, replicas = now } = recorded.layout?.[key] ?? {};
    const partitions = Math.max(asked ?? usualPartitions, before);
    if (asked === undefined || asked >= before) return [key, { partitions, replicas }];
    const why = `${asked} is fewer than the ${before} that this topic has, and none can be removed: name another topic instead`;
    return [key, { partitions: refuse({ path: `spec.topics.${key}.partitions`, why, keep: before }), replicas }];
  });
  const others = Object.entries(recorded.layout ?? {}).filter(([key]) => !Object.hasOwn(spec.topics, key));
  // A topic that is being removed is deleted at the broker, unless it is retained.
  const left = others.filter(([key]) => retain || !Object.hasOwn(recorded.topics ?? {}, key));
  return Object.fromEntries(remembered([...wanted, ...left]));
}

/** The topics of a claim that keep messages for its applications, now or since it retained them. */
export function subscribedOf(
  { subscribed, retain }: Pick<PubSubPlan, 'subscribed' | 'retain'>,
  recorded: Recorded,
): string[] {
  const before = retain ? (recorded.subscribed ?? []) : [];
  return remembered([...new Set([...before, ...subscribed.map(({ key }) => key)])]).toSorted();
}

/** The same list. Throws a `UserError` if it is too long for a status. */
function remembered<T>(topics: readonly T[]): readonly T[] {
  if (topics.length <= mostRemembered) return topics;
  throw new UserError(
    `spec.topics: this claim has had ${topics.length} topics, of which all messages are retained, and no more than ${mostRemembered} can be remembered: make another PubSub instead`,
  );
}

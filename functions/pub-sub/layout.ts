/** What cannot be taken back of a topic where topics have partitions: Kafka refuses fewer partitions, and Strimzi other replicas. */
import type { Output } from 'planesmith/schema';
import { type PlannerContext, UserError } from 'planesmith/authoring';
import { mostRemembered, type pubSub, usualPartitions } from '../../apis/pub-sub.ts';
import type { Environment } from '../environment/index.ts';

type Layouts = NonNullable<Output<(typeof pubSub)['recorded']>['layout']>;

/**
 * The layout of every topic of a claim, and of each that was removed before and still stands at the broker: one that is asked for again
 * is that topic. New ones have the environment's replicas. Throws a `UserError` where there have been too many to remember.
 */
export function layoutsOf(
  { spec, recorded, refuse }: PlannerContext<typeof pubSub, Environment>,
  { replicas: now, retain }: { readonly replicas: number; readonly retain: boolean },
): Layouts {
  const wanted = Object.entries(spec.topics).map(([key, { partitions: asked }]): [string, Layouts[string]] => {
    const { partitions: before = 0, replicas = now } = recorded.layout?.[key] ?? {};
    const partitions = Math.max(asked ?? usualPartitions, before);
    if (asked === undefined || asked >= before) return [key, { partitions, replicas }];
    const why = `${asked} is fewer than the ${before} that this topic has, and none can be removed: name another topic instead`;
    return [key, { partitions: refuse(`spec.topics.${key}.partitions`, why, undefined, before), replicas }];
  });
  const others = Object.entries(recorded.layout ?? {}).filter(([key]) => !Object.hasOwn(spec.topics, key));
  // What is removed at this moment is deleted at the broker, unless it is retained.
  const left = others.filter(([key]) => retain || !Object.hasOwn(recorded.topics ?? {}, key));
  return Object.fromEntries(remembered([...wanted, ...left]));
}

/** The same, which a status can hold: of each topic that a claim has or had. Throws a `UserError` where those are too many. */
export function remembered<T>(each: readonly T[]): readonly T[] {
  if (each.length <= mostRemembered) return each;
  throw new UserError(
    `spec.topics: this claim has had ${each.length} topics, of which all messages are retained, and no more than ${mostRemembered} can be remembered: make another PubSub instead`,
  );
}

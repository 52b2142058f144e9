/** The topics of a claim, the same on every target. */

/** One topic. */
export interface Topic {
  readonly key: string;
  /** Its name at the broker. */
  readonly name: string;
  readonly retentionHours: number;
}

/** The name of the subscription that all applications of a claim share, unless the claim names consumers. */
const shared = 'applications';

/** The messages of one topic that wait for those who share them. */
export interface Subscription {
  /** Its name in the claim: that of the topic, and of the consumer behind a dot. */
  readonly item: string;
  readonly topic: Topic;
  /** The application whose replicas share it; undefined if all applications of the claim do. */
  readonly app: string | undefined;
  /** Its name at the broker, the same for each topic. */
  readonly consumer: string;
}

/** The subscription to a topic that all applications share. */
export function sharedSubscription(topic: Topic): Subscription {
  return { item: topic.key, topic, app: undefined, consumer: shared };
}

/** The subscriptions to each topic of the consumers that the claim names. */
export function ownSubscriptions(topics: readonly Topic[], consumers: readonly string[]): readonly Subscription[] {
  return topics.flatMap((topic) =>
    consumers.map((app) => ({ item: `${topic.key}.${app}`, topic, app, consumer: consumerOf(app) })),
  );
}

/** No application can have the name of the shared subscription this way. */
const consumerOf = (app: string) => `app-${app}`;

/** Whether messages of a topic wait for somebody. */
export function keeps({ subscriptions }: { readonly subscriptions: readonly Subscription[] }, topic: Topic): boolean {
  return subscriptions.some((one) => one.topic === topic);
}

/** The consumer of an application's Dapr component: Dapr replaces {appID} (docs.dapr.io/reference/resource-specs/component-schema). */
export function daprConsumer({ consumers }: { readonly consumers: readonly string[] }): string {
  return consumers.length > 0 ? consumerOf('{appID}') : shared;
}

/** The topics whose shared subscription exists, by the items of all subscriptions that do. */
export function sharedOnes(existing: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(existing).filter((item) => !item.includes('.'));
}

/** The results of `make` for each consumer, by its app id. */
export function byConsumer<T>(consumers: readonly string[], make: (app: string) => T): Record<string, T> {
  return Object.fromEntries(consumers.map((app) => [app, make(app)]));
}

/** The results of `make` for each subscription, by its item. */
export function bySubscription<T>(
  subscriptions: readonly Subscription[],
  make: (subscription: Subscription) => T,
): Record<string, T> {
  return Object.fromEntries(subscriptions.map((subscription) => [subscription.item, make(subscription)]));
}

/** The results of `make` for each topic, by the topic's key. */
export function byTopic<T>(topics: readonly Topic[], make: (topic: Topic) => T): Record<string, T> {
  return Object.fromEntries(topics.map((topic) => [topic.key, make(topic)]));
}

interface NamedObject {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> | undefined } | undefined;
}

/** The names at the broker of existing topics, by key. */
export function namesOf(existing: Readonly<Record<string, NamedObject | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(existing).flatMap(([key, object]) => {
      const name = object?.metadata?.annotations?.['crossplane.io/external-name'];
      return name === undefined ? [] : [[key, name]];
    }),
  );
}

/** The topics of a claim, the same on every target. */

/** One topic. */
export interface Topic {
  readonly key: string;
  /** What it is called at the broker. */
  readonly name: string;
  readonly retentionHours: number;
}

/** The name under which the applications of a claim consume together, if each topic has one subscription for them. */
export const consumer = 'applications';

/** The results of `make` for each topic, by the topic's key. */
export function byTopic<T>(topics: readonly Topic[], make: (topic: Topic) => T): Record<string, T> {
  return Object.fromEntries(topics.map((topic) => [topic.key, make(topic)]));
}

interface Named {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> | undefined } | undefined;
}

/** The names at the broker of the topics that exist, by key. */
export function namesOf(existing: Readonly<Record<string, Named | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(existing).flatMap(([key, object]) => {
      const name = object?.metadata?.annotations?.['crossplane.io/external-name'];
      return name === undefined ? [] : [[key, name]];
    }),
  );
}

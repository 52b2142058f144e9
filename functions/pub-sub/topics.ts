/** The topics of a claim, the same on every target. */

/** One topic. */
export interface Topic {
  readonly key: string;
  /** Its name at the broker. */
  readonly name: string;
  readonly retentionHours: number;
}

/** The name of the one subscription to a topic, which all applications of a claim share. */
export const consumer = 'applications';

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

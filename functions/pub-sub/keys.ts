/** Keys of the application's Secret that only one kind of broker has. */
import { none, type None } from 'planesmith/authoring';
import type { Subscription } from './topics.ts';

/** The keys of Kafka. */
export const kafkaKeys = [
  'bootstrapServers',
  'securityProtocol',
  'saslMechanism',
  'username',
  'password',
  'ssl.truststore.crt',
] as const;

/** The keys of SNS and SQS. */
export const queueKeys = ['queueUrl', 'access_key_id', 'secret_key'] as const;

/** Leaves these keys out of the Secret, with the reason. */
export function absentKeys<const K extends string>(...keys: readonly K[]): { readonly [key in K]: None } {
  const absent = none('the broker here speaks another protocol');
  return Object.fromEntries(keys.map((key) => [key, absent])) as { readonly [key in K]: None };
}

/**
 * The keys that say where to consume from, as JSON: `subscriptions` by topic, for the applications that share, and `consumers` by application
 * and topic. `placeOf` returns the place in the words of the broker.
 */
export function consumingKeys(read: readonly Subscription[], placeOf: (subscription: Subscription) => string) {
  const placesFor = (wanted: string | undefined) =>
    Object.fromEntries(read.filter(({ app }) => app === wanted).map((one) => [one.topic.key, placeOf(one)]));
  const apps = [...new Set(read.flatMap(({ app }) => app ?? []))];
  return {
    subscriptions: JSON.stringify(placesFor(undefined)),
    consumers:
      apps.length > 0
        ? JSON.stringify(Object.fromEntries(apps.map((app) => [app, placesFor(app)])))
        : none('the claim names no consumers'),
  };
}

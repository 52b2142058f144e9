/** Keys of the application's Secret that only one kind of broker has. */
import { none, type None } from 'planesmith/authoring';

/** With a user and a password, over the protocol of Kafka. */
export const kafkaKeys = [
  'bootstrapServers',
  'securityProtocol',
  'saslMechanism',
  'username',
  'password',
  'ssl.truststore.crt',
] as const;

/** With a queue and an access key. */
export const queueKeys = ['queueUrl', 'access_key_id', 'secret_key'] as const;

/** Says of these keys that they do not exist here. */
export function lacking<const K extends string>(...keys: readonly K[]): { readonly [key in K]: None } {
  const why = none('the broker here speaks another protocol');
  return Object.fromEntries(keys.map((key) => [key, why])) as { readonly [key in K]: None };
}

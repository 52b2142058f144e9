/** Keys of the application's Secret that only one kind of broker has. */
import { none, type None } from 'planesmith/authoring';

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

/** Keys of the application's Secret that one kind of broker alone has. */

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

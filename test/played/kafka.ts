/** provider-kubernetes with Strimzi behind it, and the operator that grants access to Kafka. */
import { condition, managedConditions } from './condition.ts';
import { fakeAuthority } from './fake.ts';
import type { Player } from './play.ts';

interface ObjectSpec {
  readonly forProvider: { readonly manifest: Readonly<Record<string, unknown>> };
}

interface AccessSpec {
  readonly secretName: string;
  readonly kafka: { readonly name: string; readonly namespace: string };
  readonly user: { readonly name: string };
}

/** The object in its namespace, with the condition Ready of Strimzi. */
const object: Player = (played, stage) => {
  const isReady = stage === 'ready';
  const { manifest } = (played['spec'] as ObjectSpec).forProvider;
  const status = { conditions: [{ type: 'Ready', status: 'True' }], observedGeneration: 1 };
  return {
    status: {
      ...(isReady && { atProvider: { manifest: { ...manifest, status } } }),
      conditions: managedConditions(played, isReady),
    },
  };
};

/** The Secret has the broker's address and authority, and the user's name and password. */
const access: Player = (played, stage, world) => {
  const { secretName, kafka: cluster, user } = played['spec'] as AccessSpec;
  if (stage !== 'ready') return {};
  return {
    status: {
      binding: { name: secretName },
      observedGeneration: played.metadata.generation ?? 1,
      conditions: [condition('Ready', true, { reason: 'Ready', message: '' })],
    },
    secrets: {
      [secretName]: {
        type: 'kafka',
        provider: 'strimzi',
        bootstrapServers: `${cluster.name}-kafka-bootstrap.${cluster.namespace}.svc:9093`,
        securityProtocol: 'SASL_SSL',
        saslMechanism: 'SCRAM-SHA-512',
        username: user.name,
        password: world.password(user.name),
        'ssl.truststore.crt': fakeAuthority,
      },
    },
  };
};

/** The status of a topic or a user that Strimzi has created. */
const strimzi: Player = (played, stage) =>
  stage === 'ready'
    ? {
        status: {
          observedGeneration: played.metadata.generation ?? 1,
          conditions: [condition('Ready', true, { reason: 'Ready', message: '' })],
        },
      }
    : {};

export const kafka: Readonly<Record<string, Player>> = {
  'kubernetes.m.crossplane.io/v1alpha1 Object': object,
  'access.strimzi.io/v1alpha1 KafkaAccess': access,
  'kafka.strimzi.io/v1 KafkaTopic': strimzi,
  'kafka.strimzi.io/v1 KafkaUser': strimzi,
};

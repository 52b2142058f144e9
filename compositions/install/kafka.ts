/** The broker that the topics of all claims share on a developer's machine: one small Kafka, run by Strimzi, without volumes. */
import { ApiObject, type Chart } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';

/** Adds the broker that examples/environments/local.yaml names. */
export function kafka(chart: Chart): void {
  const { name: namespace } = new Namespace(chart, 'namespace', { metadata: { name: 'kafka' } });
  const name = 'shared';
  new ApiObject(chart, 'nodes', {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaNodePool',
    metadata: { name: 'all', namespace, labels: { 'strimzi.io/cluster': name } },
    spec: {
      replicas: 1,
      roles: ['controller', 'broker'],
      resources: { requests: { cpu: '100m', memory: '768Mi' }, limits: { memory: '768Mi' } },
      storage: { type: 'ephemeral', sizeLimit: '2Gi' },
    },
  });
  new ApiObject(chart, 'broker', {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'Kafka',
    metadata: { name, namespace },
    spec: {
      kafka: {
        listeners: [
          { name: 'tls', port: 9093, type: 'internal', tls: true, authentication: { type: 'scram-sha-512' } },
        ],
        authorization: { type: 'simple' },
        config: {
          'auto.create.topics.enable': false,
          'default.replication.factor': 1,
          'min.insync.replicas': 1,
          'offsets.topic.replication.factor': 1,
          'transaction.state.log.min.isr': 1,
          'transaction.state.log.replication.factor': 1,
        },
      },
      entityOperator: { topicOperator: {}, userOperator: {} },
    },
  });
}

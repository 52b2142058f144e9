/** PubSub in a cluster: topics of the Kafka that all claims share, and a user that sees no others. */
import { each, main, none, secretValues, target } from 'planesmith/authoring';
import { component } from '../cluster/dapr-component.ts';
import { keptOrDeleted, lettingGo } from '../cloud/last-update.ts';
import { rules } from '../alarms/prometheus.ts';
import { Component } from '../kinds/dapr-component.ts';
import { KafkaAccess } from '../kinds/kafka-access.ts';
import { KubernetesObject } from '../kinds/kubernetes-object.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { access, kafkaOf, recoverFromKafka, topic, user } from './kafka.ts';
import { queueKeys } from './keys.ts';
import { plan, type PubSubPlan } from './plan.ts';
import { topicRules } from './rules.ts';
import { pubSubStatus } from './status.ts';
import { byTopic } from './topics.ts';

export const local = target(
  plan,
  {
    needs: ['incluster.messages'],
    lacks: ['subscriptions', 'host', 'region', ...queueKeys],
    resources: {
      component: main(Component),
      topic: each(KubernetesObject),
      user: KubernetesObject,
      access: KafkaAccess,
      rules: PrometheusRule,
    },
    requires: ({ name }) => ({ login: { apiVersion: 'v1', kind: 'Secret', name: secretOf(name('access')) } }),
    recover: recoverFromKafka,
  },
  ({ claim, plan: decided, environment, observed, required, name }) => {
    const { monitoring } = environment.incluster;
    const kafka = kafkaOf(environment.incluster.messages, decided, observed.access);
    const { bootstrapServers, securityProtocol, saslMechanism, username, password, ...login } = secretValues(
      required.login,
    );
    return {
      resources: {
        component: decided.dapr ? daprComponent(decided, secretOf(name('access'))) : none('no Dapr here'),
        topic: lettingGo(
          byTopic(decided.topics, (wanted) => topic(kafka, decided, wanted)),
          { model: KubernetesObject, existing: observed.topic, last: keptOrDeleted(decided) },
        ),
        user: user(kafka, decided),
        access: access(kafka, decided, secretOf(name('access'))),
        rules:
          monitoring === undefined
            ? none('nobody watches here')
            : rules(
                { claim, links: decided.links, labels: monitoring.labels, after: 'access' },
                topicRules(decided, kafka.usualBacklog),
              ),
      },
      secret: {
        provider: 'kafka',
        topics: JSON.stringify(decided.record.topics),
        bootstrapServers,
        securityProtocol,
        saslMechanism,
        username,
        password,
        'ssl.truststore.crt': login['ssl.truststore.crt'],
      },
      status: pubSubStatus(decided, {
        component: name('component'),
        got: ({ partitions, retentionHours: hours }) => ({ partitions, hours }),
      }),
    };
  },
);

/** The Secret that the operator writes; not the one of the claim, whose name the claim may choose. */
const secretOf = (access: string) => `${access}-user`;

/** https://docs.dapr.io/reference/components-reference/supported-pubsub/setup-apache-kafka */
function daprComponent({ apps, record }: PubSubPlan, secret: string) {
  const from = (key: string) => ({ name: secret, key });
  return component(
    {
      type: 'pubsub.kafka',
      version: 'v1',
      apps,
      metadata: {
        brokers: from('bootstrapServers'),
        authType: 'password',
        saslUsername: from('username'),
        saslPassword: from('password'),
        saslMechanism: 'SHA-512',
        caCert: from('ssl.truststore.crt'),
        // Dapr fills in the app: each has a group of its own, which the user may use.
        consumerGroup: `${record.user}-{appID}`,
      },
    },
    ['access'],
  );
}

/** PubSub in a cluster: topics in a Kafka that all claims share, and a user that may use only these. */
import { main, none, perItem, resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { component } from '../cluster/dapr-component.ts';
import { lastPolicies, withLastUpdates } from '../cloud/last-update.ts';
import { rules } from '../alarms/prometheus.ts';
import { Component } from '../kinds/dapr-component.ts';
import { KafkaAccess } from '../kinds/kafka-access.ts';
import { KubernetesObject } from '../kinds/kubernetes-object.ts';
import { PrometheusRule } from '../kinds/prometheus-rule.ts';
import { groupOf } from './groups.ts';
import * as broker from './kafka.ts';
import { absentKeys, consumingKeys, queueKeys } from './keys.ts';
import { type Layouts, layoutsOf } from './layout.ts';
import { type PubSubPlan, pubSubPlanner } from './plan.ts';
import { topicRules } from './rules.ts';
import { pubSubStatus } from './status.ts';
import { byTopic, type Topic } from './topics.ts';

/** The suffix in the name of the operator's Secret. */
const suffix = '-user';

export const local = target(
  pubSubPlanner,
  {
    environment: ['incluster.messages'],
    ignores: { 'spec.serviceAccount': 'applications are given a login' },
    resources: {
      component: main(Component, { after: ['access'] }),
      topic: perItem(KubernetesObject),
      user: KubernetesObject,
      access: resource(KafkaAccess, { after: ['user'] }),
      rules: resource(PrometheusRule, { after: ['access'] }),
    },
    // The operator's Secret has its own name: the claim may choose any name for the connection Secret.
    secrets: { login: { of: 'access', suffix } },
    record: {
      decide: {
        user: ({ cloudName }) => cloudName('user'),
        // A group that changes its name begins again with the oldest message.
        sharesGroup: ({ recorded }) => (recorded.user === undefined ? true : undefined),
        broker: ({ environment }) => environment.incluster.messages.cluster,
        namespace: ({ environment }) => environment.incluster.messages.namespace,
        layout: {
          revise: (context) => {
            const { replicas } = context.environment.incluster.messages;
            return layoutsOf(context, { replicas, retain: context.plan.retain });
          },
        },
      },
      recover: broker.recoverFromKafka,
    },
  },
  ({ claim, plan, record, environment, observed, secrets, name }) => {
    const { monitoring } = environment.incluster;
    const kafka = broker.kafkaOf(environment.incluster.messages, record, observed.access);
    const { bootstrapServers, securityProtocol, saslMechanism, username, password, ...login } = secrets.login;
    const secretName = `${name('access')}${suffix}`;
    // The engine records a layout for every topic of the claim.
    const layoutOf = ({ key }: Topic) => record.layout[key] as Layouts[string];
    const consuming = consumingKeys(plan.read, ({ app = '' }) => groupOf(record, plan, app));
    return {
      resources: {
        component: plan.dapr
          ? daprComponent(plan, groupOf(record, plan, '{appID}'), secretName)
          : none('the claim does not use Dapr'),
        topic: withLastUpdates(
          byTopic(plan.topics, (topic) => broker.topic(kafka, plan, name('topic', topic.key), topic, layoutOf(topic))),
          { model: KubernetesObject, existing: observed.topic, last: lastPolicies(plan) },
        ),
        user: broker.user(kafka, plan, name('user'), record),
        access: broker.access(kafka, record.user, secretName),
        rules:
          monitoring === undefined
            ? none('the environment has no monitoring')
            : rules(
                { claim, links: plan.links, labels: monitoring.labels },
                topicRules(plan, { user: record.user, usualBacklog: kafka.usualBacklog }),
              ),
      },
      secret: {
        provider: 'kafka',
        topics: JSON.stringify(record.topics),
        bootstrapServers,
        securityProtocol,
        saslMechanism,
        username,
        password,
        'ssl.truststore.crt': login['ssl.truststore.crt'],
        ...consuming,
        // Applications of such a claim choose their own groups.
        ...(!record.sharesGroup && absentKeys('subscriptions')),
        ...absentKeys('host', 'region', ...queueKeys),
      },
      status: pubSubStatus(plan, record, {
        component: name('component'),
        effectiveOf: (topic) => ({ partitions: layoutOf(topic).partitions, hours: topic.retentionHours }),
      }),
    };
  },
);

/** https://docs.dapr.io/reference/components-reference/supported-pubsub/setup-apache-kafka */
function daprComponent({ apps }: PubSubPlan, consumerGroup: string, secret: string) {
  const from = (key: string) => ({ name: secret, key });
  return component({
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
      consumerGroup,
      // Dapr's default is newest. A new group, or an old one at a new partition, would then miss what was sent before it came
      // (components-contrib v1.18.4 common/component/kafka parseInitialOffset; KAFKA-12478).
      initialOffset: 'oldest',
    },
  });
}

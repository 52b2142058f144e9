/** The alarms of topics in a cloud: the one table to review. */
import type { Alarm, Alarms } from '../alarms/alarm.ts';
import type { AwsAlarm } from '../alarms/aws.ts';
import type { AzureAlarm } from '../alarms/azure.ts';
import type { PubSubPlan } from './plan.ts';
import { keeps, type Subscription } from './topics.ts';

interface Queues {
  readonly retentionHours: number;
  readonly queueOf: (app: string) => string;
}

/**
 * Alarms by the metrics of SQS (docs.aws.amazon.com/AWSSimpleQueueService, sqs-available-cloudwatch-metrics). The shared queue keeps waiting
 * messages even if the claim no longer consumes from it.
 */
export function queueAlarms(plan: PubSubPlan, { retentionHours, queueOf }: Queues): Readonly<Record<string, AwsAlarm>> {
  const age = (app?: string) => ageAlarm(plan, { metric: 'ApproximateAgeOfOldestMessage', retentionHours, app });
  return {
    ...(plan.subscribed.length > 0 && { age: age() }),
    ...Object.fromEntries(plan.consumers.map((app) => [`age.${app}`, { ...age(app), part: queueOf(app) }])),
  };
}

/** Alarms of one subscription by the metrics of Pub/Sub (cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub). */
export function subscriptionAlarms(plan: PubSubPlan, { item, app, topic: { retentionHours } }: Subscription): Alarms {
  const metric = 'pubsub.googleapis.com/subscription/oldest_unacked_message_age';
  return { [`age-${item}`]: ageAlarm(plan, { metric, retentionHours, app }) };
}

/**
 * Alarms by the metrics of Service Bus, which has no metric for age
 * (learn.microsoft.com/azure/service-bus-messaging/monitor-service-bus-reference). None without subscriptions.
 *
 * The alarm counts waiting messages instead: a topic that is consumed has few or none at some time in an hour. Service Bus dead-letters
 * expired messages only while an application listens, so only this count shows that none does.
 */
export function serviceBusAlarms(plan: PubSubPlan, usualBacklog: number): Readonly<Record<string, AzureAlarm>> {
  if (plan.subscriptions.length === 0) return {};
  const topics = plan.topics.filter((topic) => keeps(plan, topic));
  const waiting = topics.map(({ key, name, retentionHours }): [string, AzureAlarm] => [
    `waiting-${key}`,
    {
      metric: 'ActiveMessages',
      part: { dimension: 'EntityName', name },
      takes: 'lowest',
      is: 'above',
      limit: usualBacklog,
      minutes: 60,
      says: `For an hour there have always been more than ${usualBacklog} messages of ${key} waiting, and each is lost after ${hoursText(retentionHours)}. ${remedy(plan, 'have stopped, fail or are too slow')}`,
    },
  ]);
  return {
    ...Object.fromEntries(waiting),
    refused: {
      metric: 'DeadletteredMessages',
      takes: 'average',
      is: 'above',
      limit: 0,
      minutes: 15,
      says: `Messages that applications refused ten times, or did not take in time, have been put aside. ${remedy(plan, 'fail or are too slow')}`,
    },
  };
}

/** The remedy that the person on call reads. `cause` is what consuming applications may have done wrong. */
export function remedy({ access }: PubSubPlan, cause: string): string {
  return access.includes('consume')
    ? `Look at the applications that consume: they ${cause}.`
    : 'This claim no longer consumes, and what waits is kept: let it consume again, or say `deletion: delete`, and nobody keeps or watches it any longer.';
}

/** The remedy for one subscription: that of an application, or the one that all share. */
function remedyOf(plan: PubSubPlan, app: string | undefined): string {
  const cause = 'have stopped, fail or are too slow';
  if (app !== undefined) return `Look at the application ${app}: its replicas ${cause}.`;
  if (plan.consumers.length === 0) return remedy(plan, cause);
  return 'All applications shared these messages before the claim named consumers, and what waits is kept: take the consumers out of the claim until it is read, or say `deletion: delete`, and nobody keeps or watches it any longer.';
}

interface Waiting {
  readonly metric: string;
  readonly retentionHours: number;
  /** The application that they wait for, if it is one alone. */
  readonly app: string | undefined;
}

function ageAlarm(plan: PubSubPlan, { metric, retentionHours, app }: Waiting): Alarm {
  const minutes = Math.min(60, retentionHours * 30);
  return {
    metric,
    takes: 'highest',
    is: 'above',
    limit: minutes * 60,
    minutes: 15,
    says: `The oldest message has waited for more than ${minutes} minutes, and is lost after ${hoursText(retentionHours)}. ${remedyOf(plan, app)}`,
  };
}

const hoursText = (hours: number) => (hours === 1 ? '1 hour' : `${hours} hours`);

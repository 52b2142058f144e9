/** The alarms of topics in a cloud: the one table to review. */
import type { Alarm, Alarms } from '../alarms/alarm.ts';
import type { AzureAlarm } from '../alarms/azure.ts';
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

/** Alarms by the metrics of SQS (docs.aws.amazon.com/AWSSimpleQueueService, sqs-available-cloudwatch-metrics). */
export function queueAlarms(plan: PubSubPlan, retentionHours: number): Alarms {
  return { age: ageAlarm(plan, 'ApproximateAgeOfOldestMessage', retentionHours) };
}

/** Alarms of one subscription by the metrics of Pub/Sub (cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub). */
export function subscriptionAlarms(plan: PubSubPlan, { key, retentionHours }: Topic): Alarms {
  const metric = 'pubsub.googleapis.com/subscription/oldest_unacked_message_age';
  return { [`age-${key}`]: ageAlarm(plan, metric, retentionHours) };
}

/**
 * Alarms by the metrics of Service Bus, which has no metric for age
 * (learn.microsoft.com/azure/service-bus-messaging/monitor-service-bus-reference). None without subscriptions.
 *
 * The alarm counts waiting messages instead: a topic that is consumed has few or none at some time in an hour. Service Bus dead-letters
 * expired messages only while an application listens, so only this count shows that none does.
 */
export function serviceBusAlarms(plan: PubSubPlan, usualBacklog: number): Readonly<Record<string, AzureAlarm>> {
  if (plan.subscribed.length === 0) return {};
  const waiting = plan.subscribed.map(({ key, name, retentionHours }): [string, AzureAlarm] => [
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

function ageAlarm(plan: PubSubPlan, metric: string, retentionHours: number): Alarm {
  const minutes = Math.min(60, retentionHours * 30);
  return {
    metric,
    takes: 'highest',
    is: 'above',
    limit: minutes * 60,
    minutes: 15,
    says: `The oldest message has waited for more than ${minutes} minutes, and is lost after ${hoursText(retentionHours)}. ${remedy(plan, 'have stopped, fail or are too slow')}`,
  };
}

const hoursText = (hours: number) => (hours === 1 ? '1 hour' : `${hours} hours`);

/** When somebody is called about topics in a cloud: the one table to review. */
import type { Alarm, Alarms } from '../alarm.ts';
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

/** Alarms by the metrics of SQS (docs.aws.amazon.com/AWSSimpleQueueService, sqs-available-cloudwatch-metrics): none where nobody consumes. */
export function queueAlarms({ access }: PubSubPlan, keptHours: number): Alarms {
  if (!access.includes('consume')) return {};
  return { age: tooOld('ApproximateAgeOfOldestMessage', keptHours) };
}

/** Alarms of one subscription by the metrics of Pub/Sub (cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub). */
export function subscriptionAlarms({ key, retentionHours }: Topic): Alarms {
  const metric = 'pubsub.googleapis.com/subscription/oldest_unacked_message_age';
  return { [`age-${key}`]: tooOld(metric, retentionHours) };
}

/** Alarms by the metrics of Service Bus, which tells no age (learn.microsoft.com/azure/service-bus-messaging/monitor-service-bus-reference). */
export function serviceBusAlarms({ access }: PubSubPlan): Alarms {
  if (!access.includes('consume')) return {};
  return {
    refused: {
      metric: 'DeadletteredMessages',
      takes: 'average',
      is: 'above',
      limit: 0,
      minutes: 15,
      says: 'Messages that applications refused ten times, or did not take in time, have been put aside. Look at the applications that consume: they fail or are too slow.',
    },
  };
}

function tooOld(metric: string, keptHours: number): Alarm {
  const minutes = Math.min(60, keptHours * 30);
  return {
    metric,
    takes: 'highest',
    is: 'above',
    limit: minutes * 60,
    minutes: 15,
    says: `The oldest message has waited for more than ${minutes} minutes, and is lost after ${keptHours} ${keptHours === 1 ? 'hour' : 'hours'}. Look at the applications that consume: they have stopped, fail or are too slow.`,
  };
}

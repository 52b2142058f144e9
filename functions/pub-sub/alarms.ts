/** When somebody is called about topics in a cloud: the one table to review. */
import type { Alarms } from '../alarm.ts';
import type { PubSubPlan } from './plan.ts';

/** Alarms by the metrics of SQS (docs.aws.amazon.com/AWSSimpleQueueService, sqs-available-cloudwatch-metrics): none where nobody consumes. */
export function queueAlarms({ access }: PubSubPlan, keptHours: number): Alarms {
  if (!access.includes('consume')) return {};
  const minutes = Math.min(60, keptHours * 30);
  return {
    age: {
      metric: 'ApproximateAgeOfOldestMessage',
      takes: 'highest',
      is: 'above',
      limit: minutes * 60,
      minutes: 15,
      says: `The oldest message has waited for more than ${minutes} minutes, and is lost after ${keptHours} ${keptHours === 1 ? 'hour' : 'hours'}. Look at the applications that consume: they have stopped, fail or are too slow.`,
    },
  };
}

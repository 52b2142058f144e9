/** Alarms on AWS: CloudWatch alarms, which notify the environment's SNS topic when a problem begins and when it ends. */
import type { ComposedResource } from 'planesmith/authoring';
import { type Alarm, callText, type Subject } from './alarm.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';

/** An alarm on a resource, or on one part of it if the metric belongs to a part. */
export interface AwsAlarm extends Alarm {
  readonly part?: string;
}

export interface Watched extends Subject {
  readonly aws: NonNullable<Environment['aws']>;
  /** The region of the resource; an alarm sees only metrics of its own region. */
  readonly region: string;
  /** The name of the resource at AWS, with which the names of its alarms begin. */
  readonly identity: string;
  /** The namespace of its metrics, such as `AWS/RDS`, and the dimension that holds its name. */
  readonly namespace: string;
  readonly dimension: string;
  /** The observed alarms, by name. */
  readonly existing: Readonly<Record<string, MetricAlarm | undefined>>;
}

/** The longest description that CloudWatch takes (docs.aws.amazon.com/AmazonCloudWatch, PutMetricAlarm). */
const maxDescription = 1024;

const periodMinutes = 5;

/** The alarms by name, or none if the environment names no topic. They are deleted with the claim, even if its data is retained. */
export function alarms(watched: Watched, table: Readonly<Record<string, AwsAlarm>>) {
  const topic = watched.aws.alarms?.topicARN;
  if (topic === undefined) return {};
  return Object.fromEntries(
    Object.entries(table).map(([name, alarm]) => [name, metricAlarm(watched, topic, name, alarm)]),
  );
}

function metricAlarm(watched: Watched, topic: string, name: string, alarm: AwsAlarm): ComposedResource<MetricAlarm> {
  const { aws, region, identity, namespace, dimension, existing } = watched;
  const text = callText(watched, alarm.says);
  // An alarm can notify only topics of its own region: one that the environment left behind keeps its topics.
  const previous = topic.includes(`:sns:${region}:`) ? undefined : existing[name]?.spec.forProvider.alarmActions;
  const topics = previous ?? [topic];
  return MetricAlarm({
    metadata: externalName(`${identity}-${name}`),
    spec: {
      ...managedBy(aws.providerConfig, { retain: false }),
      forProvider: {
        region,
        alarmDescription: text.length <= maxDescription ? text : callText({ ...watched, links: undefined }, alarm.says),
        namespace,
        metricName: alarm.metric,
        dimensions: { [dimension]: alarm.part ?? identity },
        statistic: { average: 'Average', highest: 'Maximum', lowest: 'Minimum' }[alarm.takes],
        comparisonOperator: alarm.is === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
        threshold: alarm.limit,
        period: periodMinutes * 60,
        evaluationPeriods: alarm.minutes / periodMinutes,
        alarmActions: topics,
        okActions: topics,
      },
    },
  });
}

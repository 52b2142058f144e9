/** Who is called at AWS: alarms of CloudWatch, which tell the environment's topic when something begins and when it is over. */
import type { ComposedResource } from 'planesmith/authoring';
import { type Alarm, callText, type Subject } from './alarm.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';

/** An alarm on what is watched, or on one part of it, where the metric is one of its parts. */
export interface AwsAlarm extends Alarm {
  readonly part?: string;
}

export interface Watched extends Subject {
  readonly aws: NonNullable<Environment['aws']>;
  /** Where it is: an alarm looks at metrics of its own region only. */
  readonly region: string;
  /** What it is called there; its alarms are named after it. */
  readonly identity: string;
  /** Where its metrics are, such as `AWS/RDS`, and the dimension that holds its name. */
  readonly namespace: string;
  readonly dimension: string;
  /** The alarms that exist, by name. */
  readonly existing: Readonly<Record<string, MetricAlarm | undefined>>;
}

/** CloudWatch takes no longer description (docs.aws.amazon.com/AmazonCloudWatch, PutMetricAlarm). */
const longest = 1024;

const periodMinutes = 5;

/** The alarms by name, or none where the environment names nobody to call. They go with the claim, also where its data stays. */
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
  // It can tell topics of its own region only: one that stays behind when the environment moves goes on telling whom it told.
  const before = topic.includes(`:sns:${region}:`) ? undefined : existing[name]?.spec.forProvider.alarmActions;
  const told = before ?? [topic];
  return MetricAlarm({
    metadata: externalName(`${identity}-${name}`),
    spec: {
      ...managedBy(aws.providerConfig, { retain: false }),
      forProvider: {
        region,
        alarmDescription: text.length <= longest ? text : callText({ ...watched, links: undefined }, alarm.says),
        namespace,
        metricName: alarm.metric,
        dimensions: { [dimension]: alarm.part ?? identity },
        statistic: { average: 'Average', highest: 'Maximum', lowest: 'Minimum' }[alarm.takes],
        comparisonOperator: alarm.is === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
        threshold: alarm.limit,
        period: periodMinutes * 60,
        evaluationPeriods: alarm.minutes / periodMinutes,
        alarmActions: told,
        okActions: told,
      },
    },
  });
}

/** A CloudWatch alarm is ready when AWS has it. Its alarm state does not count; its SNS topic hears of that. */
import { composed, ready } from 'planesmith/authoring';
import { MetricAlarm as Model } from '../models/cloudwatch.aws.m.upbound.io/v1beta1/metric-alarm.ts';
import { ruledOut } from './ruled-out.ts';

export type MetricAlarm = Model;
export const MetricAlarm = composed(Model, {
  ready: ready.managed,
  concerns: { ...ruledOut('it watches another resource'), monitoring: 'gives' },
});

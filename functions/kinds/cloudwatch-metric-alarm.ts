/** A CloudWatch alarm is ready when AWS has it. Its alarm state does not count; its SNS topic hears of that. */
import { composed, ready } from 'planesmith/authoring';
import { MetricAlarm as Model } from '../models/cloudwatch.aws.m.upbound.io/v1beta1/metric-alarm.ts';
import { ruledOut } from './ruled-out.ts';

export type MetricAlarm = Model;
export const MetricAlarm = composed(Model, {
  // terraform-provider-aws@30ff468c8d internal/service/cloudwatch/metric_alarm.go:71 is its name;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.region'],
  ready: ready.managed,
  concerns: { ...ruledOut('it watches another resource'), monitoring: 'gives' },
});

/** An alarm is ready when AWS has it; what state it is in is for whom it tells. */
import { composed, managed } from 'planesmith/authoring';
import { MetricAlarm as Model } from '../models/cloudwatch.aws.m.upbound.io/v1beta1/metric-alarm.ts';

export type MetricAlarm = Model;
export const MetricAlarm = composed(Model, { ready: managed, concerns: { monitoring: 'gives' } });

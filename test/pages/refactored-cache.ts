/** The example of docs/changing-an-api.md: what became of two keys of functions/cache/aws.ts. */
import { moved, released } from 'planesmith/authoring';
import { MetricAlarm } from '../../functions/kinds/cloudwatch-metric-alarm.ts';

export const refactored = [moved('subnets', 'subnetGroup'), released('alarm', MetricAlarm)] as const;

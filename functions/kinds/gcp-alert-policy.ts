/** An alert policy is ready when Google has it. Open incidents do not count; its notification channels hear of them. */
import { composed, ready } from 'planesmith/authoring';
import { AlertPolicy as Model } from '../models/monitoring.gcp.m.upbound.io/v1beta1/alert-policy.ts';
import { ruledOut } from './ruled-out.ts';

export type AlertPolicy = Model;
export const AlertPolicy = composed(Model, {
  // terraform-provider-google@v7.39.0 google/services/monitoring/resource_monitoring_alert_policy.go:1313
  immutable: ['spec.forProvider.project'],
  ready: ready.managed,
  concerns: { ...ruledOut('it watches another resource'), monitoring: 'gives' },
});

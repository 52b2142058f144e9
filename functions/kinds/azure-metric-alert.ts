/** A metric alert is ready when Azure has it. Whether it has fired does not count; its action group hears of that. */
import { composed, ready } from 'planesmith/authoring';
import { MonitorMetricAlert as Model } from '../models/insights.azure.m.upbound.io/v1beta1/monitor-metric-alert.ts';
import { ruledOut } from './ruled-out.ts';

export type MonitorMetricAlert = Model;
export const MonitorMetricAlert = composed(Model, {
  // terraform-provider-azurerm@v4.80.0 internal/services/monitor/monitor_metric_alert_resource.go:60;
  // location and group: commonschema of go-azure-helpers
  immutable: ['spec.forProvider.resourceGroupName'],
  ready: ready.managed,
  concerns: { ...ruledOut('it watches another resource'), monitoring: 'gives' },
});

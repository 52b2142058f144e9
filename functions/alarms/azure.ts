/** Alarms on Azure: metric alerts, which notify the environment's action group. */
import type { ComposedResource } from 'planesmith/authoring';
import { type Alarm, callText, type Subject } from './alarm.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';

/** An alarm on a resource, or on one part of it by a dimension of the metric. */
export interface AzureAlarm extends Alarm {
  readonly part?: { readonly dimension: string; readonly name: string };
}

export interface Watched extends Subject {
  readonly azure: NonNullable<Environment['azure']>;
  /** The name of the resource in its resource group, with which the names of its alarms begin. */
  readonly identity: string;
  readonly group: string;
  /** The type of the resource, which is the namespace of its metrics: `Microsoft.DBforPostgreSQL/flexibleServers`. */
  readonly type: string;
  /** The id of the resource, once the provider has observed it. */
  readonly id: string | undefined;
  /** The observed alarms, by name. */
  readonly existing: Readonly<Record<string, MonitorMetricAlert | undefined>>;
}

/** The alarms by name, or none if the environment names no action group. They are deleted with the claim, even if its data is retained. */
export function alarms(watched: Watched, table: Readonly<Record<string, AzureAlarm>>) {
  const group = watched.azure.alarms?.actionGroupID;
  if (group === undefined) return {};
  return Object.fromEntries(
    Object.entries(table).map(([name, alarm]) => [name, metricAlert(watched, group, name, alarm)]),
  );
}

function metricAlert(watched: Watched, actionGroupId: string, name: string, alarm: AzureAlarm) {
  const { azure, identity, group, type, id } = watched;
  const { part } = alarm;
  // An alert keeps its scopes if the resource is not observed at the moment.
  const scopes = id === undefined ? watched.existing[name]?.spec.forProvider.scopes : [id];
  const alert: ComposedResource<MonitorMetricAlert> = MonitorMetricAlert({
    metadata: externalName(`${identity}-${name}`),
    spec: {
      ...managedBy(azure.providerConfig, { retain: false }),
      forProvider: {
        resourceGroupName: group,
        ...(scopes !== undefined && { scopes }),
        description: callText(watched, alarm.says),
        severity: 1,
        criteria: [
          {
            metricNamespace: type,
            metricName: alarm.metric,
            aggregation: { average: 'Average', highest: 'Maximum', lowest: 'Minimum' }[alarm.takes],
            operator: alarm.is === 'above' ? 'GreaterThan' : 'LessThan',
            threshold: alarm.limit,
            ...(part && { dimension: [{ name: part.dimension, operator: 'Include', values: [part.name] }] }),
          },
        ],
        frequency: 'PT5M',
        windowSize: alarm.minutes === 60 ? 'PT1H' : `PT${alarm.minutes}M`,
        action: [{ actionGroupId }],
      },
    },
  });
  return alert;
}

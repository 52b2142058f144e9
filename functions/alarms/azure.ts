/** Who is called at Azure: metric alerts, which tell the environment's action group. */
import type { ComposedResource } from 'planesmith/authoring';
import { type Alarm, callText, type Subject } from './alarm.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';

/** An alarm on what is watched, or on one part of it, by a dimension of the metric. */
export interface AzureAlarm extends Alarm {
  readonly part?: { readonly dimension: string; readonly name: string };
}

export interface Watched extends Subject {
  readonly azure: NonNullable<Environment['azure']>;
  /** What it is called in its resource group; its alerts are named after it. */
  readonly identity: string;
  readonly group: string;
  /** Its type, such as `Microsoft.DBforPostgreSQL/flexibleServers`, which is where its metrics are. */
  readonly type: string;
  /** Its id, once Azure has said it. */
  readonly id: string | undefined;
  /** The alerts that exist, by name. */
  readonly existing: Readonly<Record<string, MonitorMetricAlert | undefined>>;
}

/** The alerts by name, or none where the environment names nobody to call. They go with the claim, also where its data stays. */
export function alerts(watched: Watched, table: Readonly<Record<string, AzureAlarm>>) {
  const group = watched.azure.alarms?.actionGroupID;
  if (group === undefined) return {};
  return Object.fromEntries(
    Object.entries(table).map(([name, alarm]) => [name, metricAlert(watched, group, name, alarm)]),
  );
}

function metricAlert(watched: Watched, actionGroupId: string, name: string, alarm: AzureAlarm) {
  const { azure, identity, group, type, id } = watched;
  const { part } = alarm;
  // What it looks at is known however little is observed just now.
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

/** Alarms on Google Cloud: alert policies of Cloud Monitoring, which notify the environment's channels. */
import type { ComposedResource } from 'planesmith/authoring';
import { type Alarm, type Alarms, callText, type Subject } from './alarm.ts';
import type { Environment } from '../environment/index.ts';
import { managedBy, namedByProvider } from '../cloud/managed.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';

export interface Watched extends Subject {
  readonly gcp: NonNullable<Environment['gcp']>;
  /** The name of the resource in its project, with which the names of its alarms begin. */
  readonly identity: string;
  /** The project of the resource. */
  readonly project: string;
  /** The type of monitored resource, and the label of it whose value is `named`. */
  readonly type: string;
  readonly label: string;
  readonly named: string;
  /** The observed alarms, by name. */
  readonly existing: Readonly<Record<string, AlertPolicy | undefined>>;
}

/** The alarms by name, or none if the environment names no channels. They are deleted with the claim, even if its data is retained. */
export function alarms(watched: Watched, table: Alarms) {
  const channels = watched.gcp.alarms?.channels;
  if (channels === undefined) return {};
  return Object.fromEntries(
    Object.entries(table).map(([name, alarm]) => [name, alertPolicy(watched, channels, name, alarm)]),
  );
}

function alertPolicy(watched: Watched, channels: readonly string[], name: string, alarm: Alarm) {
  const { gcp, identity, project, type, label, named } = watched;
  // A policy can notify only channels of its own project: one that the environment left behind keeps its channels.
  const previous = watched.existing[name]?.spec.forProvider.notificationChannels ?? [];
  const notified = project === gcp.project ? [...channels] : previous;
  const policy: ComposedResource<AlertPolicy> = AlertPolicy({
    spec: {
      ...namedByProvider(managedBy(gcp.providerConfig, { retain: false })),
      forProvider: {
        project,
        displayName: `${identity} ${name}`,
        combiner: 'OR',
        conditions: [
          {
            displayName: name,
            conditionThreshold: {
              filter: `metric.type="${alarm.metric}" AND resource.type="${type}" AND resource.labels.${label}="${named}"`,
              aggregations: [{ alignmentPeriod: '300s', perSeriesAligner: alignerOf(alarm) }],
              comparison: alarm.is === 'above' ? 'COMPARISON_GT' : 'COMPARISON_LT',
              thresholdValue: alarm.limit,
              duration: `${alarm.minutes * 60}s`,
            },
          },
        ],
        documentation: { content: callText(watched, alarm.says), mimeType: 'text/markdown' },
        severity: 'ERROR',
        notificationChannels: notified,
      },
    },
  });
  return policy;
}

const alignerOf = ({ takes }: Alarm) => ({ average: 'ALIGN_MEAN', highest: 'ALIGN_MAX', lowest: 'ALIGN_MIN' })[takes];

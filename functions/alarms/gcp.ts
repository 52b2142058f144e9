/** Who is called at Google Cloud: alert policies of Cloud Monitoring, which tell the environment's channels. */
import type { ComposedResource } from 'planesmith/authoring';
import { type Alarm, type Alarms, callText, type Subject } from './alarm.ts';
import type { Environment } from '../environment/index.ts';
import { managedBy } from '../cloud/managed.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';

export interface Watched extends Subject {
  readonly gcp: NonNullable<Environment['gcp']>;
  /** What it is called in its project; its alerts are named after it. */
  readonly identity: string;
  /** The project it is in. */
  readonly project: string;
  /** The type of monitored resource, and the label of it that says `named`. */
  readonly type: string;
  readonly label: string;
  readonly named: string;
  /** The alerts that exist, by name. */
  readonly existing: Readonly<Record<string, AlertPolicy | undefined>>;
}

/** The alerts by name, or none where the environment names nobody to call. They go with the claim, also where its data stays. */
export function alerts(watched: Watched, table: Alarms) {
  const channels = watched.gcp.alarms?.channels;
  if (channels === undefined) return {};
  return Object.fromEntries(
    Object.entries(table).map(([name, alarm]) => [name, alertPolicy(watched, channels, name, alarm)]),
  );
}

function alertPolicy(watched: Watched, channels: readonly string[], name: string, alarm: Alarm) {
  const { gcp, identity, project, type, label, named } = watched;
  // Channels are in one project: what stays behind when the environment moves goes on telling whom it told.
  const before = watched.existing[name]?.spec.forProvider.notificationChannels ?? [];
  const told = project === gcp.project ? [...channels] : before;
  const policy: ComposedResource<AlertPolicy> = AlertPolicy({
    spec: {
      ...managedBy(gcp.providerConfig, { retain: false }),
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
        notificationChannels: told,
      },
    },
  });
  return policy;
}

const alignerOf = ({ takes }: Alarm) => ({ average: 'ALIGN_MEAN', highest: 'ALIGN_MAX', lowest: 'ALIGN_MIN' })[takes];

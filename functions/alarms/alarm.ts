/** Alarms on a claim's resources, as data. The other files of this folder write them for one cloud or for Prometheus. */
import type { Claim } from 'planesmith/authoring';

export interface Alarm {
  /** The metric, by the name that its cloud gives it. */
  readonly metric: string;
  /** The statistic of the metric that is compared, over the whole time or over each five minutes. */
  readonly takes: 'average' | 'highest' | 'lowest';
  readonly is: 'above' | 'below';
  /** In the metric's own unit. */
  readonly limit: number;
  /** How long the limit must be passed; every cloud supports these times. */
  readonly minutes: 5 | 15 | 30 | 60;
  /** The problem and its remedy, in full sentences, for the person on call. */
  readonly says: string;
}

/** Alarms by name: a letter, then letters, digits and dashes. A name never changes, since it names the object of the alarm. */
export type Alarms = Readonly<Record<string, Alarm>>;

/** The claim that alarms are about. */
export interface Subject {
  readonly claim: Claim;
  /** The environment's links for that claim. */
  readonly links: Readonly<Record<string, string>> | undefined;
}

/** The text that the person on call reads: the claim, what is wrong, and the runbook. */
export function callText({ claim, links }: Subject, says: string): string {
  const subject = `${claim.kind} ${[claim.namespace, claim.name].filter(Boolean).join('/')}`;
  const runbook = links?.['runbook'];
  return `${subject}: ${says}${runbook === undefined ? '' : ` Runbook: ${runbook}`}`;
}

/** When somebody is called about what a claim became, as data: functions/<cloud>/ writes it as that cloud wants it. */
import type { Claim } from 'planesmith/authoring';

export interface Alarm {
  /** The metric, as its cloud calls it. */
  readonly metric: string;
  /** What is taken of it, over the whole time or over each five minutes. */
  readonly takes: 'average' | 'highest' | 'lowest';
  readonly is: 'above' | 'below';
  /** In the metric's own unit. */
  readonly limit: number;
  /** How long it must be so: every cloud knows these. */
  readonly minutes: 5 | 15 | 30 | 60;
  /** What is wrong and what helps, in whole sentences, for who is called. */
  readonly says: string;
}

/** Alarms by their names, which stay: a letter, then letters, digits and dashes. */
export type Alarms = Readonly<Record<string, Alarm>>;

/** Whose alarms they are. */
export interface Subject {
  readonly claim: Claim;
  /** Where the environment's links lead for it. */
  readonly links: Readonly<Record<string, string>> | undefined;
}

/** What is read by who is called: whose it is, what `says`, and where to read on. */
export function callText({ claim, links }: Subject, says: string): string {
  const whose = `${claim.kind} ${[claim.namespace, claim.name].filter(Boolean).join('/')}`;
  const runbook = links?.['runbook'];
  return `${whose}: ${says}${runbook === undefined ? '' : ` Runbook: ${runbook}`}`;
}

/** Says what a check of a fleet could not check: its exit code does not. */
import type { Unchecked } from '../gitops/check/released.ts';
import { annotate, tell } from './session.ts';

/** Writes a line for each to stderr, and then how to have it checked. */
export function tellUnchecked(unchecked: readonly Unchecked[]): void {
  for (const { cluster, app, by, reason } of unchecked) {
    const message = `not checked: the claims of ${app} by the ${by.join(' and ')} of ${cluster}, since ${reason}`;
    tell(message);
    annotate({ level: 'warning', message });
  }
  const hints = new Set(unchecked.map(({ by }) => (by.includes('fields') ? kitHint : factsHint)));
  for (const hint of hints) tell(`  hint: ${hint}`);
}

const kitHint = 'give the kit of the version with --kit <version>=<kit>, or make its registry reachable';
const factsHint =
  'put the EnvironmentConfig of the cluster into the fleet, and name it as `facts` in the file of the cluster';

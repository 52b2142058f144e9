/** Runs a simulated claim through a life, and checks the laws. */
import type { Handler } from '../runtime/index.ts';
import type { AnyApi } from '../schema/index.ts';
import { JudgedClaim } from './laws.ts';
import { isAboutOne, type Life, type Step } from './lives.ts';
import type { SimulatedClaim } from './simulated-claim.ts';

/** A function that takes over from another one, and what happens to the claim after that. */
export interface Upgrade {
  readonly handler: Handler;
  readonly steps: readonly Step[];
}

/**
 * Runs a claim through a life, after which every owner succeeds. Throws an `Error` that names the broken law:
 *
 * 1. Existing resources stay desired.
 * 2. Names stay.
 * 3. Recorded values stay.
 * 4. A claim is Ready only if all its parts exist and are ready, and its Secret has all promised keys.
 * 5. The same request has the same answer.
 *
 * No value of an owner's Secret may appear outside of Secrets. A settled claim is Ready and stable, and has the same parts as before.
 *
 * With an `upgrade`, another function takes over in whatever state the claim is after its steps, and is held to what the first one made.
 */
export function live(api: AnyApi, claim: SimulatedClaim, { from, steps }: Life, upgrade?: Upgrade): void {
  const judged = new JudgedClaim(api, claim);
  if (from === 'settled') judged.settle();
  happen(judged, claim, steps);
  if (upgrade !== undefined) {
    claim.handler = upgrade.handler;
    judged.note('upgrade');
    happen(judged, claim, upgrade.steps);
  }
  judged.settle();
}

function happen(judged: JudgedClaim, claim: SimulatedClaim, steps: readonly Step[]): void {
  for (const { what, which } of steps) {
    const keys = [...claim.objects.keys()].toSorted();
    const key = keys[which % Math.max(1, keys.length)];
    if (key === undefined && isAboutOne(what)) continue;
    judged.note(isAboutOne(what) ? `${key} ${what}` : what);
    if (what === 'reconcile') judged.reconcile();
    else if (what === 'blind') judged.reconcileBlindly();
    else if (what === 'settled') judged.settle();
    else if (what === 'accepted') claim.rejects = undefined;
    else if (what === 'secrets lost') claim.secrets.clear();
    else if (what === 'status lost') claim.status = undefined;
    else if (key === undefined) continue;
    else if (what === 'rejected') claim.rejects = key;
    else if (what === 'deleted') judged.delete(key);
    else judged.play(key, what);
  }
}

/** A life, lived by a claim. */
import type { AnyApi } from '../schema/index.ts';
import { JudgedClaim } from './laws.ts';
import { isAboutOne, type Life } from './lives.ts';
import type { SimulatedClaim } from './simulated-claim.ts';

/**
 * Lets a claim live through `life`, then through nothing but success, and throws an `Error` that names the law it breaks: what exists
 * stays desired (1), names stay (2), what was decided stays (3), Ready only with all parts there and ready and all promised Secret keys (4),
 * the same bytes for the same question (5), no value of an owner's Secret outside of Secrets, and whenever it settles it is Ready, at rest
 * and made of the same as before.
 */
export function live(api: AnyApi, claim: SimulatedClaim, { from, steps }: Life): void {
  const judged = new JudgedClaim(api, claim);
  if (from === 'settled') judged.settle();
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
  judged.settle();
}

/** What can happen to a claim: drawn at random, and each thing once. */
import * as fc from 'fast-check';

/**
 * One thing that happens: to the object of that number among those that exist, in the order of their keys, if it happens to one. Rejected
 * is what the API server refuses from then on; blind is a reconcile in which core may not look up what the function requires; settled is
 * everything ready, and reconciled until nothing changes.
 */
export interface Step {
  readonly what: 'settled' | (typeof whats)[number];
  readonly which: number;
}

/** Where a claim begins, and what then happens to it. */
export interface Life {
  readonly from: 'nothing' | 'settled';
  readonly steps: readonly Step[];
}

/** A word as often as it should come: the answer to what happens, and what is missing, since most is forgotten when a part is not there. */
const whats = [
  'reconcile',
  'reconcile',
  'reconcile',
  'reconcile',
  'reconcile',
  'deleted',
  'deleted',
  'deleted',
  'deleted',
  'ready',
  'ready',
  'starting',
  'failing',
  'rejected',
  'accepted',
  'blind',
  'secrets lost',
  'status lost',
] as const;

/** Lives of up to `maxLength` steps, half of them of a claim that is all there; they shrink to the shortest that still breaks a law. */
export function lives(maxLength = 30): fc.Arbitrary<Life> {
  const step = fc.record({ what: fc.constantFrom(...whats), which: fc.nat(40) });
  // Left to itself, fast-check draws lives of a few steps only.
  const steps = fc.array(step, { maxLength, size: 'max' });
  return fc.record({ from: fc.constantFrom('nothing', 'settled'), steps });
}

/** The life of a settled claim of that many objects to each of which everything happens, while all others are there and ready. */
export function everyMishap(objects: number): Life {
  const mishaps = [['failing'], ['starting'], ['deleted'], ['deleted', 'status lost']] as const;
  const whatHappens = [...mishaps.flatMap((mishap) => [...mishap, 'reconcile'] as const), 'settled'] as const;
  const steps = Array.from({ length: objects }, (_, which) => whatHappens.map((what) => ({ what, which })));
  return { from: 'settled', steps: steps.flat() };
}

/** Whether that happens to one object, and not to all at once. */
export function isAboutOne(what: Step['what']): boolean {
  return ['deleted', 'ready', 'starting', 'failing', 'rejected'].includes(what);
}

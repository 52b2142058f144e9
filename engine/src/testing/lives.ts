/** Lives of claims: sequences of events, drawn at random or listed. */
import * as fc from 'fast-check';

/**
 * One event. If it happens to one object, `which` is the number of that object, in the order of keys. `rejected` means that the API server
 * refuses the object from then on. `blind` is a reconcile in which Crossplane may not read required objects. `settled` means that all owners
 * succeed, and that the claim is reconciled until nothing changes.
 */
export interface Step {
  readonly what: 'settled' | (typeof whats)[number];
  readonly which: number;
}

/** The state in which a claim begins, and the events that follow. */
export interface Life {
  readonly from: 'nothing' | 'settled';
  readonly steps: readonly Step[];
}

/** The random events, repeated by their weight. Reconciles and deletions are most frequent, since they break most laws. */
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

/** Lives of up to `maxLength` steps, half of which begin with a settled claim. They shrink to the shortest that still breaks a law. */
export function lives(maxLength = 30): fc.Arbitrary<Life> {
  const step = fc.record({ what: fc.constantFrom(...whats), which: fc.nat(40) });
  // Left to itself, fast-check draws lives of a few steps only.
  const steps = fc.array(step, { maxLength, size: 'max' });
  return fc.record({ from: fc.constantFrom('nothing', 'settled'), steps });
}

/** The life of a settled claim in which every mishap happens to every object, while all others are ready. `objects` is their number. */
export function everyMishap(objects: number): Life {
  const mishaps = [['failing'], ['starting'], ['deleted'], ['deleted', 'status lost']] as const;
  const events = [...mishaps.flatMap((mishap) => [...mishap, 'reconcile'] as const), 'settled'] as const;
  const steps = Array.from({ length: objects }, (_, which) => events.map((what) => ({ what, which })));
  return { from: 'settled', steps: steps.flat() };
}

/** Whether an event happens to one object, and not to the claim. */
export function isAboutOne(what: Step['what']): boolean {
  return ['deleted', 'ready', 'starting', 'failing', 'rejected'].includes(what);
}

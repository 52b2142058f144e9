/** If the first answer is applied only in part and its status is not written, the claim still gets the same resources. */
import { describe, expect, test } from 'vitest';
import { cells, environmentNames, exampleSpec, facts } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

const places = cells.flatMap((cell) => environmentNames.map((environment) => ({ ...cell, environment })));

/** The claim of a place. */
function claimIn({ key, kind, target, environment }: (typeof places)[number]): PlayedClaim {
  return new PlayedClaim({ kind, target, environment: facts(environment), spec: exampleSpec(key) });
}

/** The settled claim, as text. */
function outcomeOf(claim: PlayedClaim): string {
  claim.settle();
  return claim.fingerprint();
}

describe.each(places)('$kind on $target in $environment', (place) => {
  const begun = claimIn(place);
  begun.reconcile();
  const outcome = outcomeOf(claimIn(place).startFrom(begun));
  const keys = [...begun.objects.keys()];

  test.each([
    { part: 'only', isApplied: (key: string, of: string) => key === of },
    { part: 'all but', isApplied: (key: string, of: string) => key !== of },
  ])('gets the same resources if $part one object was applied', ({ isApplied }) => {
    const others = keys.filter((of) => {
      const claim = claimIn(place).startFrom(begun);
      for (const key of keys) if (!isApplied(key, of)) claim.objects.delete(key);
      claim.status = undefined;
      return outcomeOf(claim) !== outcome;
    });
    expect(others).toEqual([]);
  });
});

/** Every API on every target in every environment, at every size, through anything that can happen to a claim. */
import * as fc from 'fast-check';
import type { Schema } from 'planesmith/schema';
import { everyMishap, live, lives } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { cells, environmentNames, exampleSpec, facts } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

/** The sizes that an API knows, or none. */
function sizesOf({ spec }: { spec: Schema }): readonly (string | undefined)[] {
  const size = spec.kind === 'object' ? spec.fields['size'] : undefined;
  return size?.kind === 'enum' ? size.values : [undefined];
}

const places = cells.flatMap((cell) =>
  environmentNames.flatMap((environment) => sizesOf(cell.api).map((size) => ({ ...cell, environment, size }))),
);

function claimIn({ key, kind, target, environment, size }: (typeof places)[number]): PlayedClaim {
  const spec = { ...exampleSpec(key), ...(size !== undefined && { size }) };
  return new PlayedClaim({ kind, target, environment: facts(environment), spec });
}

/** Sizes differ in numbers, and not in parts. */
const isFirstOfItsSizes = (place: (typeof places)[number]) => place.size === sizesOf(place.api)[0];

const isRefused = (place: (typeof places)[number]) => {
  const { results, conditions } = claimIn(place).ask();
  return results.length > 0 || conditions.some(({ reason }) => reason === 'Refused');
};

describe('a life of a claim', () => {
  const served = places.filter((place) => !isRefused(place));

  test.each(served)('keeps the laws: $kind $size on $target in $environment', (place) => {
    fc.assert(
      fc.property(lives(), (life) => live(place.api, claimIn(place), life)),
      { numRuns: 15 },
    );
  });

  test.each(served.filter(isFirstOfItsSizes))(
    'loses each of its parts and gets it back: $kind on $target in $environment',
    (place) => {
      const claim = claimIn(place);
      claim.settle();
      live(place.api, claim, everyMishap(claim.objects.size));
    },
  );

  test('is lived on every target of every API', () => {
    const title = ({ kind, target }: (typeof places)[number]) => `${kind} on ${target}`;
    expect([...new Set(served.map(title))]).toEqual([...new Set(places.map(title))]);
  });

  test.each(places.filter(isRefused))(
    'is refused and composes nothing: $kind $size on $target in $environment',
    (place) => {
      const claim = claimIn(place);
      claim.reconcile();
      expect(claim.objects.size).toBe(0);
    },
  );
});

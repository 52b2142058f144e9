/** Every API on every target in every environment, at every size. */
import * as fc from 'fast-check';
import type { Schema } from 'planesmith/schema';
import { everyMishap, live, lives } from 'planesmith/testing';
import { describe, test } from 'vitest';
import { type Cell, cells, environmentNames, exampleSpec, facts, readyClaim } from '../fixtures.ts';
import { PlayedClaim, type PlayedClaimOptions, refusals } from '../played/claim.ts';

/** An API on a target in an environment, at a size if it has any. */
export interface Place extends Cell {
  readonly environment: string;
  readonly size: string | undefined;
  /** True for one place among the sizes of an API. Sizes differ only in numbers, so it stands for all of them. */
  readonly isFirstOfItsSizes: boolean;
}

const places: readonly Place[] = cells.flatMap((cell) =>
  environmentNames.flatMap((environment) =>
    sizesOf(cell.api).map((size, index) => ({ ...cell, environment, size, isFirstOfItsSizes: index === 0 })),
  ),
);

/** The sizes of an API, or one undefined if it has none. */
function sizesOf({ spec }: { spec: Schema }): readonly (string | undefined)[] {
  const size = spec.kind === 'object' ? spec.fields['size'] : undefined;
  return size?.kind === 'enum' ? size.values : [undefined];
}

/** The options of the example claim in a place. */
export function optionsIn({ key, kind, target, environment, size }: Place): PlayedClaimOptions {
  const spec = { ...exampleSpec(key), ...(size !== undefined && { size }) };
  return { kind, target, environment: facts(environment), spec };
}

function isRefused(place: Place): boolean {
  return refusals(optionsIn(place)).length > 0;
}

/** The places whose environment refuses the claim. */
export const refusing = places.filter(isRefused);
/** All other places. */
export const serving = places.filter((place) => !refusing.includes(place));
/** One place for each API, target and environment. */
export const inEachEnvironment = serving.filter(({ isFirstOfItsSizes }) => isFirstOfItsSizes);
/** One place for each API and target, in production if that serves the example: it asks for the most objects. */
export const inProduction = cells.flatMap(({ key, target }) => {
  const alike = inEachEnvironment.filter((place) => place.key === key && place.target === target);
  const place = alike.find(({ environment }) => environment === 'prod') ?? alike.at(-1);
  return place === undefined ? [] : [place];
});

interface Volume {
  /** How many lives a claim lives in a place. */
  readonly livesIn: (place: Place) => number;
  /** The places where a claim loses each of its parts. */
  readonly losesIn: readonly Place[];
}

/** Declares the tests that let claims live through random events. */
export function simulate({ livesIn, losesIn }: Volume): void {
  describe('a life of a claim', () => {
    test.each(serving)('keeps the laws: $kind $size on $target in $environment', (place) => {
      const options = optionsIn(place);
      // The way to ready is checked once. After that, a life that begins with a ready claim uses a copy.
      live(place.api, new PlayedClaim(options), { from: 'settled', steps: [] });
      fc.assert(
        fc.property(lives(), (life) =>
          live(place.api, life.from === 'settled' ? readyClaim(options) : new PlayedClaim(options), life),
        ),
        { numRuns: livesIn(place) },
      );
    });

    test.each(losesIn)('every part that is lost is composed again: $kind on $target in $environment', (place) => {
      const claim = readyClaim(optionsIn(place));
      live(place.api, claim, everyMishap(claim.objects.size));
    });
  });
}

/** Every API on every target in every environment, at every size, through anything that can happen to a claim. */
import { readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { type Json, type Schema } from 'planesmith/schema';
import { everyMishap, live, lives } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { example } from '../cases/claims.ts';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

const environments = readdirSync(new URL('../../examples/environments', import.meta.url)).map((file) =>
  file.replace('.yaml', ''),
);

/** The sizes that an API knows, or none. */
function sizesOf({ spec }: { spec: Schema }): readonly (string | undefined)[] {
  const size = spec.kind === 'object' ? spec.fields['size'] : undefined;
  return size?.kind === 'enum' ? size.values : [undefined];
}

const places = Object.entries(platform.apis).flatMap(([key, api]) =>
  api.targets.flatMap((target) =>
    environments.flatMap((environment) =>
      sizesOf(api).map((size) => ({ key, api, target, environment, size, kind: api.kind })),
    ),
  ),
);

function claimIn({ key, kind, target, environment, size }: (typeof places)[number]): PlayedClaim {
  const spec = example(`${key}.yaml`)['spec'] as Record<string, Json>;
  const values = environmentConfig(environment)['data'] as Record<string, unknown>;
  return new PlayedClaim({
    kind,
    target,
    environment: values,
    spec: { ...spec, ...(size !== undefined && { size }) },
  });
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

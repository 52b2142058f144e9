/** Claims live through random events; test/real/simulator.test.ts runs more lives. */
import { everyMishap, live } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { cells, readyClaim } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { optionsIn, refusing, serving, simulate } from './simulator.ts';

simulate(({ isFirstOfItsSizes }) => (isFirstOfItsSizes ? 10 : 4));

describe('a life of a claim', () => {
  test.each(serving.filter(({ isFirstOfItsSizes }) => isFirstOfItsSizes))(
    'every part that is lost is composed again: $kind on $target in $environment',
    (place) => {
      const claim = readyClaim(optionsIn(place));
      live(place.api, claim, everyMishap(claim.objects.size));
    },
  );

  test('is tested on every target of every API', () => {
    const title = ({ kind, target }: { readonly kind: string; readonly target: string }) => `${kind} on ${target}`;
    expect([...new Set(serving.map(title))]).toEqual(cells.map(title));
  });

  test.each(refusing)('a refused claim composes nothing: $kind $size on $target in $environment', (place) => {
    const claim = new PlayedClaim(optionsIn(place));
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
  });
});

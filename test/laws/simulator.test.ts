/** Claims live through random events; test/real/simulator.test.ts runs more lives. */
import { describe, expect, test } from 'vitest';
import { cells } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { inProduction, optionsIn, refusing, serving, simulate } from './simulator.ts';

simulate({ livesIn: ({ isFirstOfItsSizes }) => (isFirstOfItsSizes ? 3 : 1), losesIn: inProduction });

describe('a life of a claim', () => {
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

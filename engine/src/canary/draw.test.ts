/** The laws by which a percentage chooses claims. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDrawn } from './draw.ts';

const percent = fc.integer({ min: 0, max: 100 });

describe('a percentage of claims', () => {
  it('is a part of every larger one', () => {
    fc.assert(
      fc.property(fc.uuid(), percent, percent, (uid, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(isDrawn(uid, less) && !isDrawn(uid, more)).toBe(false);
      }),
    );
  });

  it('is nobody at 0, and everybody at 100', () => {
    fc.assert(
      fc.property(fc.uuid(), (uid) => {
        expect([isDrawn(uid, 0), isDrawn(uid, 100)]).toEqual([false, true]);
      }),
    );
  });

  it.each([1, 10, 25, 50, 90])('is about %i of a hundred', (share) => {
    const uids = Array.from(
      { length: 5000 },
      (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    const chosen = uids.filter((uid) => isDrawn(uid, share)).length / 50;
    expect(Math.abs(chosen - share)).toBeLessThan(1.5);
  });

  it('chooses the same claims with every release of this program', () => {
    const uids = ['6f71a84f-d617-5cdd-874a-ba60070aa259', '0b1e2d3c-0000-4000-8000-000000000001'];
    const least = uids.map((uid) =>
      Array.from({ length: 101 }, (_, index) => index).find((each) => isDrawn(uid, each)),
    );
    // By `sha256sum`: a78b68a8… is 65.4 % of the range, and 80f5b9dc… 50.4 %.
    expect(least).toEqual([66, 51]);
  });
});

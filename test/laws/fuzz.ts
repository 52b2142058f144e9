/** Claims drawn from the schemas: whatever is valid is rendered as the real kinds have it, and whatever is not is told where. */
import * as fc from 'fast-check';
import { invalidSpecs, issuesOf, type KubernetesObject, nonsenseIn, validSpecs } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { cells, facts, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { strictIssues } from '../played/strict.ts';

function wrongFields(objects: Iterable<KubernetesObject>): string[] {
  return [...objects].flatMap((object) =>
    strictIssues(object).map(({ path, message }) => `${object.kind} ${path}: ${message}`),
  );
}

/** The tests, with that many claims for each API and target. */
export function fuzz(numRuns: number): void {
  describe.each(cells)('a $kind on $target', ({ kind, target, api }) => {
    const environment = facts(usualEnvironment(target));

    test('that is valid becomes what the real kinds accept, or is refused in words', () => {
      fc.assert(
        fc.property(validSpecs(api), (spec) => {
          const claim = new PlayedClaim({ kind, target, environment, spec: spec as Record<string, unknown> });
          claim.settle();
          const response = claim.ask();
          const { results, conditions } = response;
          expect(nonsenseIn(response)).toBeUndefined();
          expect(results).toEqual([]);
          expect(wrongFields(claim.objects.values())).toEqual([]);
          const refused = conditions.filter(({ reason }) => reason === 'Refused');
          if (claim.objects.size === 0)
            expect(refused.map(({ message }) => message)).toEqual([expect.stringMatching(/spec\.\w+/)]);
        }),
        { numRuns },
      );
    });
  });

  test.each(Object.values(platform.apis))('a $kind that is not valid is told which field is wrong', (api) => {
    fc.assert(
      fc.property(invalidSpecs(api), (spec) => {
        // Beside the fields, the API server may say of the whole that rules were not looked at.
        const fields = issuesOf(api, spec).filter(({ path }) => /^spec(\.|$)/.test(path));
        expect(fields).not.toEqual([]);
        expect(fields.filter(({ message }) => message === '')).toEqual([]);
      }),
      { numRuns },
    );
  });
}

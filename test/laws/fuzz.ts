/** Random claims from the schemas: a valid one renders objects that match the real kinds, an invalid one is refused with a path. */
import * as fc from 'fast-check';
import { invalidSpecs, issuesOf, type KubernetesObject, nonsenseIn, validSpecs } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { cells, facts, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';
import { refusalOf } from '../played/kinds.ts';
import { strictIssues } from '../played/strict.ts';

function wrongFields(objects: Iterable<KubernetesObject>): string[] {
  return [...objects].flatMap((object) => [
    ...strictIssues(object).map(({ path, message }) => `${object.kind} ${path}: ${message}`),
    ...[refusalOf(object)].flatMap((refusal) => (refusal === undefined ? [] : [`${object.kind}: ${refusal}`])),
  ]);
}

/** Declares the tests, with `numRuns` claims for every API and target. */
export function fuzz(numRuns: number): void {
  describe.each(cells)('a $kind on $target', ({ kind, target, api }) => {
    const environment = facts(usualEnvironment(target));

    test('that is valid composes objects that the real kinds accept, or is refused with a message', () => {
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

  test.each(Object.values(platform.apis))('an invalid $kind is refused with the path of the wrong field', (api) => {
    fc.assert(
      fc.property(invalidSpecs(api), (spec) => {
        // Besides the fields, the API server may report for the root that it did not check the rules.
        const fields = issuesOf(api, spec).filter(({ path }) => /^spec(\.|$)/.test(path));
        expect(fields).not.toEqual([]);
        expect(fields.filter(({ message }) => message === '')).toEqual([]);
      }),
      { numRuns },
    );
  });
}

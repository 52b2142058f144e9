/** Claims that change: their clouds and operators accept every change of a field that the platform grants, also of what they filled in. */
import type { AnyApi } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { type Loose, readyClaim } from '../fixtures.ts';
import { optionsIn, serving } from './simulator.ts';

/** The spec with one field changed to each other value of its enum, or to the ends of its range. */
function changesOf({ spec: { kind, ...node } }: AnyApi, spec: Loose): readonly { field: string; spec: Loose }[] {
  if (kind !== 'object' || !('fields' in node)) return [];
  return Object.entries(node.fields).flatMap(([field, schema]) => {
    const values =
      schema.kind === 'enum'
        ? schema.values
        : schema.kind === 'integer'
          ? [schema.minimum, 399, 400, 401, schema.maximum].filter((value) => value !== undefined)
          : schema.kind === 'boolean'
            ? [true, false]
            : [];
    return values
      .filter((value) => value !== spec[field])
      .map((value) => ({ field, spec: { ...spec, [field]: value } }));
  });
}

/** READY_TRUE of run_function.proto. */
const readyTrue = 1;
const titles = new Set<string>();

describe.each(serving.filter(({ isFirstOfItsSizes }) => isFirstOfItsSizes))(
  'a $kind on $target in $environment',
  (place) => {
    test('becomes ready again after every change that is granted', () => {
      const options = optionsIn(place);
      for (const { field, spec } of changesOf(place.api, options.spec as Loose)) {
        const claim = readyClaim(options);
        claim.spec = { ...claim.spec, ...spec };
        const { conditions, results } = claim.ask();
        if (results.length > 0 || conditions.some(({ reason }) => reason === 'Refused')) continue;
        titles.add(`${place.kind}.${field}`);
        claim.settle();
        const waiting = Object.entries(claim.ask().desired?.resources ?? {}).filter(
          ([, { ready }]) => ready !== readyTrue,
        );
        const why = waiting.map(([key]) => `${key}: ${JSON.stringify(claim.objects.get(key)?.['status'])}`);
        expect(why, `${field}: ${String(spec[field])}`).toEqual([]);
      }
    });
  },
);

test('is tested with a change of size, version and storage of a Database', () => {
  expect([...titles]).toEqual(expect.arrayContaining(['Database.size', 'Database.version', 'Database.storageGB']));
});

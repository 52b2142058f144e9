/** Every edit that the next version of a CRD may bring is reported for the APIs and targets whose objects it hits, and for no other. */
import { byKind, readSchemas } from 'planesmith/models';
import { bumpComparison, type KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { platform } from '../cases/platform.ts';
import { readyClaim } from '../fixtures.ts';
import { type Edit, edits, type Field, fieldsOf, valuesAt, withEdit } from './schema-edits.ts';
import { optionsIn, serving } from './simulator.ts';

const schemas = await readSchemas(`${import.meta.dirname}/../../functions/models`);

/** An object of a claim, and where it is composed. */
interface Placed {
  readonly place: string;
  readonly settled: Parameters<ReturnType<typeof bumpComparison>['add']>[0];
  readonly object: KubernetesObject;
}

const placed: readonly Placed[] = serving
  .filter(({ isFirstOfItsSizes }) => isFirstOfItsSizes)
  .flatMap((place) =>
    [...readyClaim(optionsIn(place)).objects.values()].map(
      ({ status: _, ...whole }: KubernetesObject & { status?: unknown }) => {
        const { kind, target, environment } = place;
        const object: KubernetesObject = whole;
        const outcome = { xr: object, composed: [object], unready: [] };
        return {
          place: `${kind} on ${target}`,
          object,
          settled: { claim: 'team-a/orders', kind, target, environment, outcome },
        };
      },
    ),
  );

/** A few objects of each kind in each place, since the others differ only in names and numbers. */
const mostAlike = 3;
const byName = Map.groupBy(
  [...Map.groupBy(placed, ({ place, object }) => `${place} ${object.apiVersion} ${object.kind}`).values()].flatMap(
    (alike) => alike.slice(0, mostAlike),
  ),
  ({ object }) => `${object.apiVersion} ${object.kind}`,
);
const kinds = schemas.kinds.filter(
  ({ apiVersion, kind }) =>
    /\w\.\w.*\//.test(apiVersion) &&
    byName.has(`${apiVersion} ${kind}`) &&
    !apiVersion.startsWith(platform.group) &&
    !apiVersion.includes('k8s.io'),
);

/** The places whose objects an edit hits, sorted. */
function hitBy({ hits }: Edit, field: Field, objects: readonly Placed[]): readonly string[] {
  const all = objects.flatMap(({ object }) => valuesAt(object, field.steps));
  const hit = objects.filter(({ object }) =>
    hits(valuesAt(object, field.steps), valuesAt(object, field.steps.slice(0, -1)), field, all),
  );
  return [...new Set(hit.map(({ place }) => place))].toSorted();
}

/** The same fields for the same seed, in another order for each. */
function shuffled<T>(fields: readonly T[], seed: number): readonly T[] {
  return fields
    .map((field, index) => ({ field, key: Math.imul((index + 1) * 2654435761, seed * 2 + 1) >>> 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ field }) => field);
}

const tried = new Map(edits.map((edit) => [edit, { hit: 0, missed: 0 }]));

describe.each(kinds)('the next $kind ($apiVersion)', (kind) => {
  const old = schemas.of(kind)!;
  const objects = byName.get(`${kind.apiVersion} ${kind.kind}`)!;
  const fields = fieldsOf(old);
  const values = new Map(
    fields.map((field) => [field, objects.flatMap(({ object }) => valuesAt(object, field.steps))] as const),
  );
  const valuesOf = (field: Field) => values.get(field)!;

  test.each(edits.map((edit, seed) => ({ edit, seed, rule: edit.rule })))(
    'is judged for $rule ($seed)',
    ({ edit, seed }) => {
      const fitting = shuffled(
        fields.filter((field) => edit.fits(field, valuesOf(field))),
        seed,
      );
      const chosen = [
        fitting.find((field) => hitBy(edit, field, objects).length > 0),
        fitting.find((field) => hitBy(edit, field, objects).length === 0),
      ].filter((field) => field !== undefined);
      for (const field of chosen) {
        const expected = hitBy(edit, field, objects);
        tried.get(edit)![expected.length > 0 ? 'hit' : 'missed'] += 1;
        const comparison = bumpComparison([
          { ...kind, old, now: withEdit(old, field, edit.edited(field, valuesOf(field))), facts: [] },
        ]);
        for (const { settled } of objects) comparison.add(settled);
        const path = field.steps.join('.').replaceAll('.*', '[*]');
        const found = comparison
          .findings()
          .map((finding) => `${finding.rule} ${finding.api} on ${finding.target} ${finding.path}`);
        expect(found.toSorted(), path).toEqual(expected.map((place) => `${edit.rule} ${place} ${path}`));
      }
    },
  );
});

test('every edit was tried where it hits something, and where it does not', () => {
  expect(kinds.length).toBeGreaterThan(60);
  expect(kinds.toSorted(byKind)).toEqual(kinds);
  for (const [{ rule }, { hit, missed }] of tried) {
    expect(hit, rule).toBeGreaterThan(10);
    expect(missed, rule).toBeGreaterThan(10);
  }
});

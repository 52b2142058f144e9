/** The vocabulary that all APIs of a platform share: a field name has one meaning and one description. */
import type { Apis } from './definition.ts';
import type { AnyApi, Schema } from '../schema/index.ts';

interface Use {
  readonly kind: string;
  readonly field: Schema;
}

/** The fields of specs and statuses that mean different things in different APIs, in sentences without a full stop. */
export function vocabularyProblems(apis: Apis): string[] {
  const all = Object.values(apis);
  return (['spec', 'status'] as const).flatMap((part) =>
    [
      ...Map.groupBy(
        all.flatMap((api) => uses(api, part)),
        ([name]) => name,
      ),
    ].flatMap(([name, found]) => {
      const [[, first], ...others] = found as [[string, Use], ...[string, Use][]];
      const odd = others.find(([, { field }]) => !isSame(first.field, field));
      return odd === undefined
        ? []
        : [
            `${part}.${name} means one thing in ${first.kind} and another in ${odd[1].kind}: give both the same type and description, or one of them another name`,
          ];
    }),
  );
}

function uses(api: AnyApi, part: 'spec' | 'status'): [string, Use][] {
  const schema: Schema = api[part];
  if (schema.kind !== 'object') return [];
  return Object.entries(schema.fields).map(([name, field]) => [name, { kind: api.kind, field }]);
}

/** Bounds and approved values may differ between APIs. */
function isSame(a: Schema, b: Schema): boolean {
  return a.kind === b.kind && a.description === b.description;
}

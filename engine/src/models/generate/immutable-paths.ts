/** Finds the fields of a kind that its schema or the API server forbids to change. */
import { unchangedField } from '../../schema/unchanged.ts';
import type { JsonSchema } from '../json-schema.ts';
import type { KindReference } from '../kind.ts';
import { coreImmutable } from '../kubernetes/immutable.ts';

/**
 * The paths of a kind's immutable fields, sorted. Kinds of Kubernetes have those that the API server checks; kinds of a CRD those with a rule
 * `self == oldSelf`. Undefined if neither says anything, since an operator may refuse changes by itself.
 * Rules with conditions are left out. Below a list, the API server compares items only if it can tell which item is which.
 */
export function immutablePaths(kind: KindReference, schema: JsonSchema): readonly string[] | undefined {
  const known = coreImmutable(kind);
  if (known !== undefined) return [...known].sort();
  const paths = pathsIn(schema, '');
  return paths.length === 0 ? undefined : [...new Set(paths)].sort();
}

function pathsIn(
  { properties = {}, items, 'x-kubernetes-validations': rules = [] }: JsonSchema,
  path: string,
): string[] {
  const own = rules
    .map(({ rule }) => unchangedField(rule))
    .filter((name) => name !== undefined)
    .map((name) => [path, name].filter(Boolean).join('.'));
  const below = Object.entries(properties).flatMap(([name, field]) =>
    pathsIn(field, path === '' ? name : `${path}.${name}`),
  );
  return [...own, ...below, ...(items === undefined ? [] : pathsIn(items, `${path}[]`))].filter(
    (found) => found !== '',
  );
}

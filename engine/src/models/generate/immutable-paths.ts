/** Finds the fields of a kind that its schema or the API server forbids to change. */
import type { JsonSchema } from '../json-schema.ts';
import type { KindReference } from '../kind.ts';
import { coreImmutable } from '../kubernetes/immutable.ts';

/** A rule by which a value stays as it is: of the field itself, or of a field in it. */
const unchanged = /^\(?\s*self(?:\.([A-Za-z_]\w*))?\s*==\s*oldSelf(?:\.([A-Za-z_]\w*))?\s*\)?$/;
const unchangedBack = /^\(?\s*oldSelf(?:\.([A-Za-z_]\w*))?\s*==\s*self(?:\.([A-Za-z_]\w*))?\s*\)?$/;

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
  const own = rules.flatMap(({ rule }) => {
    const [, left, right] = unchanged.exec(rule.trim()) ?? unchangedBack.exec(rule.trim()) ?? [undefined, '', '-'];
    return left === right ? [[path, left].filter(Boolean).join('.')] : [];
  });
  const below = Object.entries(properties).flatMap(([name, field]) =>
    pathsIn(field, path === '' ? name : `${path}.${name}`),
  );
  return [...own, ...below, ...(items === undefined ? [] : pathsIn(items, `${path}[]`))].filter(
    (found) => found !== '',
  );
}

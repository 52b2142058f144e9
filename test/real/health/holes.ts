/** Objects with holes: fields that are absent, null or of another type, where a script reads. */
import * as fc from 'fast-check';
import type { KubernetesObject } from 'planesmith/testing';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

const others = fc.constantFrom<Json>(null, '', 'True', 0, 7, false, [], [null], {}, { type: 'Ready' });

/** The objects with one to three holes in `metadata` and `status`. Both are there: the API server leaves out none but `status` as a whole. */
export function holed(objects: readonly KubernetesObject[]): fc.Arbitrary<KubernetesObject> {
  const hole = fc.record({ at: fc.nat(), value: fc.option(others, { nil: undefined }) });
  return fc
    .record({ which: fc.nat(objects.length - 1), holes: fc.array(hole, { minLength: 1, maxLength: 3 }) })
    .map(({ which, holes }) => {
      let object = withStatus(objects[which]!);
      for (const { at, value } of holes) {
        const paths = pathsIn(object);
        object = cut(object, paths[at % paths.length]!, value) as typeof object;
      }
      return object as unknown as KubernetesObject;
    });
}

function withStatus({ apiVersion, kind, metadata, status = {} }: KubernetesObject): Json {
  return JSON.parse(JSON.stringify({ apiVersion, kind, metadata, status })) as Json;
}

/** The paths of what the scripts read: below `metadata`, `status` itself, and its conditions with their fields. */
function pathsIn(object: Json): readonly Path[] {
  const { metadata = {}, status } = object as { metadata?: Json; status?: Json };
  const below = (path: Path, value: Json): readonly Path[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, entry]) => {
          const deeper = [...path, Array.isArray(value) ? Number(key) : key];
          return [deeper, ...below(deeper, entry as Json)];
        })
      : [];
  const conditions =
    typeof status === 'object' && status !== null && 'conditions' in status ? status.conditions : undefined;
  return [
    ['status'],
    ['status', 'conditions'],
    ['metadata', 'generation'],
    ['metadata', 'deletionTimestamp'],
    ...below(['metadata'], metadata).filter(([, name]) => name === 'generation'),
    ...below(['status', 'conditions'], conditions ?? null),
  ];
}

/** The value with another one at a path; without it if there is none. A status stays as an empty one. */
function cut(value: Json, [key, ...rest]: Path, put: Json | undefined): Json {
  if (key === undefined) return put ?? null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (rest.length > 0) return items.map((item, index) => (index === key ? cut(item, rest, put) : item));
    return items.flatMap((item, index) => (index === key ? (put === undefined ? [] : [put]) : [item]));
  }
  const { [key]: inner, ...remaining } = value as { readonly [key: string]: Json };
  if (rest.length > 0) return { ...value, [key]: cut(inner ?? null, rest, put) };
  if (put !== undefined) return { ...remaining, [key]: put };
  return key === 'status' ? { ...remaining, status: {} } : remaining;
}

/** The object with null in place of everything that a script could read: each field of its conditions, the conditions, their list, and the status. */
export function nullEverywhere(object: KubernetesObject): readonly KubernetesObject[] {
  const { apiVersion, kind, metadata } = object;
  const { conditions = [] } = (object['status'] ?? {}) as { conditions?: readonly object[] };
  const emptied = { ...metadata, generation: null, annotations: null, labels: null, deletionTimestamp: null };
  const nulled = conditions.map((condition) =>
    Object.fromEntries(Object.keys(condition).map((field) => [field, null])),
  );
  const statuses = [{ conditions: nulled }, { conditions: conditions.map(() => null) }, { conditions: null }, {}, null];
  return statuses.flatMap((status) =>
    [metadata, emptied].map(
      (given) => ({ apiVersion, kind, metadata: given, spec: null, status }) as unknown as KubernetesObject,
    ),
  );
}

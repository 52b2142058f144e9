/** Immutable fields of composed kinds: their owners refuse or ignore every later change, so the object stays as it is for ever. */
import { isLess } from './lessened.ts';

/** The part of a composed kind that says which fields are immutable; `GeneratedModel` documents the paths. */
interface WithImmutable {
  readonly immutable?: readonly string[];
  readonly growing?: readonly string[];
}

type Item<T> = T extends readonly (infer I)[] ? NonNullable<I> : never;

/** What a schema says nothing about, such as the manifest in another object: any field may be there. */
interface Anything {
  readonly [name: string]: Anything;
}

type Known<T> = unknown extends T ? Anything : NonNullable<T>;

type Named<T, N extends string> = T extends readonly unknown[]
  ? never
  : T extends object
    ? N extends keyof T
      ? Known<T[N]>
      : never
    : never;

type Field<T, N extends string> = N extends `${infer F}[]` ? Item<Field<T, F>> : Named<T, N>;

/** The type of the value at a path; never if a kind has no such field. */
type At<T, P extends string> = P extends `${infer Head}.${infer Rest}` ? At<Field<T, Head>, Rest> : Field<T, P>;

/**
 * The paths themselves if the kind has each of them; otherwise a type that nothing matches, whose key is the error message.
 * `[]` after a name stands for every item of a list: `spec.rules[].port`.
 */
export type KnownFields<T, Paths extends readonly string[]> = {
  readonly [K in keyof Paths]: [At<T, Paths[K]>] extends [never]
    ? { readonly 'the kind has no such field': Paths[K] }
    : Paths[K];
};

/**
 * The fields by which the owner refuses to make the existing object the wanted one: immutable fields that differ, and growing ones that are
 * less. Empty if its owner accepts the change, or if nobody has said what the kind allows.
 * An immutable field that either of them lacks does not count as equal. Identity and status are never looked at.
 */
export function immutableChanges(
  { immutable = [], growing = [] }: WithImmutable,
  existing: object,
  wanted: object,
): readonly string[] {
  const at = (path: string) => [existing, wanted].map((object) => valueAt(object, path.split('.')));
  const changed = immutable.filter((path) => {
    const [before, now] = at(path);
    return JSON.stringify(before) !== JSON.stringify(now);
  });
  const lessened = growing.filter((path) => {
    const [before, now] = at(path);
    return isLess(now, before);
  });
  return [...changed, ...lessened];
}

/** The value at a path, with sorted keys; a list of values below `[]`. Undefined if there is none. */
function valueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return sorted(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = step.endsWith('[]');
  const next: unknown = (value as Record<string, unknown>)[isList ? step.slice(0, -2) : step];
  if (!isList) return valueAt(next, rest);
  return Array.isArray(next) ? next.map((item) => valueAt(item, rest)) : undefined;
}

/** Kubernetes compares objects as maps, so their keys have no order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)]));
}

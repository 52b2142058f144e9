/**
 * The optional sections of an environment. A section that a planner or a target names is present when its code runs.
 * A section inside a section is written with a dot: `incluster.postgres`.
 */

/** The names of an object's optional fields; none for a map, since any key of it may be absent. */
type Absent<E> = {
  [K in keyof E & string]-?: string extends K ? never : undefined extends E[K] ? K : {} extends Pick<E, K> ? K : never;
}[keyof E & string];

type IsObject<T> = T extends readonly unknown[] ? false : T extends object ? true : false;

/** The paths of the optional sections of an environment, two levels deep. */
export type OptionalSection<E> =
  | Absent<E>
  | {
      [K in keyof E & string]-?: IsObject<NonNullable<E[K]>> extends true ? `${K}.${Absent<NonNullable<E[K]>>}` : never;
    }[keyof E & string];

type Head<N extends string> = N extends `${infer H}.${string}` ? H : N;
type Below<N extends string, H extends string> = N extends `${H}.${infer T}` ? T : never;
type WithFields<T, K extends PropertyKey> = [K] extends [never]
  ? T
  : Omit<T, K> & { readonly [P in K & keyof T]-?: NonNullable<T[P]> };

/** The environment `E` in which the sections `N` are present. */
export type WithSections<E, N extends string> = Omit<E, Head<N>> & {
  readonly [H in Head<N> & keyof E & string]-?: WithFields<NonNullable<E[H]>, Below<N, H>>;
};

/** The name of an optional section. With a `?` behind it, the target also runs without the section. */
export type SectionName<E> = OptionalSection<E> | `${OptionalSection<E>}?`;

/** The names without a `?`. */
export type Needed<N extends string> = N extends `${string}?` ? never : N;

/** Splits section names into those that must be present, and those with a `?`, which may be absent. */
export function sectionsOf(names: readonly string[]): {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
} {
  return {
    needed: names.filter((name) => !name.endsWith('?')),
    optional: names.filter((name) => name.endsWith('?')).map((name) => name.slice(0, -1)),
  };
}

/** The value at a path such as `incluster.postgres`; undefined if any part of the path is absent. */
export function sectionAt(environment: object, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    return (at as Record<string, unknown>)[key] ?? undefined;
  }, environment);
}

/** The object without the sections at `paths`; the same object if it has none of them. */
export function withoutSections<T>(environment: T, paths: readonly string[]): T {
  return paths.reduce<unknown>((without, path) => drop(without, path.split('.')), environment) as T;
}

function drop(from: unknown, [key = '', ...below]: readonly string[]): unknown {
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, key)) return from;
  const { [key]: section, ...rest } = from as Record<string, unknown>;
  if (below.length === 0) return rest;
  const remaining = drop(section, below);
  return remaining === section ? from : { ...from, [key]: remaining };
}

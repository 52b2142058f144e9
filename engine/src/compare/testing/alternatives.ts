/** Edits of any record of properties, derived from its type. */

/** For each property of `T`, other values than a sample has, by what they are called; an optional property can also be absent. */
export type Alternatives<T> = {
  readonly [P in keyof T]-?: {} extends Pick<T, P>
    ? { readonly absent: undefined; readonly [name: string]: T[P] | undefined }
    : { readonly [name: string]: T[P] };
};

/** Two versions that differ in one edit. */
export interface Edit<T> {
  /** Such as `minLength absent`. */
  readonly name: string;
  readonly old: T;
  readonly now: T;
}

type AnyAlternatives = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The sample and each of its alternatives, which should be declared as `Alternatives` of its type, in both directions. */
export function editsOf<T extends object>(sample: T, alternatives: AnyAlternatives): Edit<T>[] {
  return Object.entries(alternatives).flatMap(([property, values]) =>
    Object.entries(values).flatMap(([name, value]) =>
      both(`${property} ${name}`, sample, { ...sample, [property]: value }),
    ),
  );
}

/** An edit and its reverse. */
export function both<T>(name: string, one: T, other: T): Edit<T>[] {
  return [
    { name, old: one, now: other },
    { name: `${name}, reversed`, old: other, now: one },
  ];
}

/** The edits of a part, as edits of the whole. */
export function within<P, W>(prefix: string, edits: readonly Edit<P>[], whole: (part: P) => W): Edit<W>[] {
  return edits.map(({ name, old, now }) => ({ name: `${prefix} ${name}`, old: whole(old), now: whole(now) }));
}

/** Finds the kind that a word means. */
import { type AnyApi, nearest } from '../schema/index.ts';

/**
 * The kinds that a word may mean: the one with the nearest name, or else all that have the word in their description.
 * So `Postgres` is found, although no kind is named after a product.
 */
export function meantKinds(word: string, apis: readonly AnyApi[]): readonly string[] {
  const names = new Map(
    apis.flatMap(({ kind, plural, singular, shortNames }) =>
      [kind, plural, singular, ...shortNames].map((name) => [name, kind] as const),
    ),
  );
  const near = nearest(word, [...names.keys()]);
  if (near !== undefined) return [names.get(near) as string];
  const lowerCase = word.toLowerCase();
  const isDescribed = ({ description }: AnyApi) =>
    description
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .some((described) => described.startsWith(lowerCase));
  return lowerCase.length < 3 ? [] : apis.filter(isDescribed).map(({ kind }) => kind);
}

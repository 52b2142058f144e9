/** The catalogue of an environment: what may be made in namespaces of teams, and in which words everything else is refused. */

/** Where a claim says what it is. */
export const cataloguePath = 'kind';

/** What to do in place of what the catalogue does not have. */
export const catalogueRemedy = 'make one of these in its place';

/** The reason of a refusal, around the kinds that there are. */
export const notOffered = ' is not offered in namespaces of teams here, only ';

/**
 * The reason, as part of a sentence, why claims of this plural are not made in namespaces of teams; undefined if they are. Without a
 * catalogue, all of them are.
 */
export function outsideCatalogue(plural: string, environment: object): string | undefined {
  const { catalogue } = environment as { readonly catalogue?: unknown };
  if (!Array.isArray(catalogue) || catalogue.length === 0 || catalogue.includes(plural)) return undefined;
  return `${plural}${notOffered}${catalogue.join(', ')}`;
}

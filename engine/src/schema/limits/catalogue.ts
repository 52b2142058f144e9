/** The catalogue of an environment: what may be made in namespaces of teams, and in which words everything else is refused. */

/** Where a claim says what it is. */
export const cataloguePath = 'kind';

/** What to do in place of what the catalogue does not have. */
export const catalogueRemedy = 'make one of these in its place';

/** The reason of a refusal, around the kinds that there are. */
export const notOffered = ' is not offered in namespaces of teams here, only ';

/** Writes the claim that a developer starts from. */
import { UserError } from '../errors.ts';
import { type AnyApi, nearest } from '../schema/index.ts';
import { sample } from './sample.ts';
import { issuesOf, type Offer } from '../judge/verdict.ts';
import { toYaml } from '../yaml/index.ts';

/** A valid claim with required fields only, and those that rules ask for; throws a `UserError` for a name that Kubernetes refuses. */
export function minimalClaim(api: AnyApi, offer: Offer, name: string, namespace: string | undefined): object {
  const claim = {
    apiVersion: `${offer.group}/${api.version}`,
    kind: api.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: sample(api.spec),
  };
  const issue = issuesOf(claim, offer, 'namespaced')?.find(({ path }) => path.startsWith('metadata.'));
  if (issue !== undefined) throw new UserError(`${issue.path}: ${issue.message}`, { hint: 'choose another name' });
  return claim;
}

/** The claim as YAML for people: a list of plain values is on one line. */
export function claimText(claim: object): string {
  return toYaml(claim, { shortLists: true });
}

/** The API with this kind (in any case), plural, singular or short name; throws a `UserError` if there is none. */
export function findApi(word: string, { apis }: Offer): AnyApi {
  const wanted = word.toLowerCase();
  const all = Object.values(apis);
  const found = all.find(({ kind, plural, singular, shortNames }) =>
    [kind.toLowerCase(), plural, singular, ...shortNames].includes(wanted),
  );
  if (found !== undefined) return found;
  const kinds = all.map(({ kind }) => kind);
  const meant = nearest(word, kinds);
  throw new UserError(`there is no kind ${word}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
    hint: `the kinds are ${kinds.join(', ')}`,
  });
}

/** The name of the JSON Schema file of an API, below `schemas/` of a release. */
export function schemaFile({ kind, version }: Pick<AnyApi, 'kind' | 'version'>): string {
  return `${kind.toLowerCase()}-${version}.json`;
}

/** Writes the claim that a developer starts from. */
import { UserError } from '../errors.ts';
import { type AnyApi, type Json, type Node } from '../schema/index.ts';
import { named, sample } from './sample.ts';
import { meantKinds } from '../judge/kinds.ts';
import { issuesOf, type Offer } from '../judge/verdict.ts';
import { toYaml } from '../yaml/index.ts';

/**
 * A valid claim with what is required and what rules ask for, or one default if that is nothing. Names and texts that only its author
 * knows are the claim's name; a placeholder stays if the schema accepts nothing that can be guessed. Throws a `UserError` for a name or a namespace that Kubernetes refuses.
 */
export function minimalClaim(api: AnyApi, offer: Offer, name: string, namespace: string | undefined): object {
  if (namespace !== undefined && api.scope === 'Cluster') {
    throw new UserError(`${api.kind} is cluster-scoped, so a claim of it has no namespace`, {
      hint: 'leave out --namespace',
    });
  }
  const claim = {
    apiVersion: `${offer.group}/${api.version}`,
    kind: api.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: spec(api.spec, name),
  };
  const issues = issuesOf(claim, offer, 'namespaced') ?? [];
  const issue = issues.find(({ path }) => path.startsWith('metadata.'));
  if (issue !== undefined) {
    const what = issue.path === 'metadata.namespace' ? 'namespace' : 'name';
    throw new UserError(`${issue.path}: ${issue.message}`, { hint: `choose another ${what}` });
  }
  // A rule may refuse the claim's name somewhere. What was invented is then no worse.
  return issues.length === 0 ? claim : { ...claim, spec: spec(api.spec, undefined) };
}

/** What is required, or else one field that changes nothing, since editors complete nothing in `spec: {}`: a default, or an empty object. */
function spec(node: Node, name: string | undefined): Json {
  const required = sample(node);
  if (node.kind !== 'object' || !isEmpty(required)) return name === undefined ? required : named(node, required, name);
  const fields = Object.entries(node.fields);
  const plain = fields.find(([, field]) => ['string', 'number', 'boolean'].includes(typeof field.default));
  if (plain !== undefined) return { [plain[0]]: plain[1].default! };
  const empty = fields.find(([, field]) => field.kind === 'object' && isEmpty(sample(field)));
  return empty === undefined ? required : { [empty[0]]: {} };
}

function isEmpty(value: Json): boolean {
  return Object.keys(value as object).length === 0;
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
  const meant = meantKinds(word, all);
  throw new UserError(`there is no kind ${word}${meant.length === 0 ? '' : `, did you mean ${meant.join(' or ')}?`}`, {
    hint: `the kinds are ${all.map(({ kind }) => kind).join(', ')}`,
  });
}

/** The name of the JSON Schema file of an API, below `schemas/` of a release. */
export function schemaFile({ kind, version }: Pick<AnyApi, 'kind' | 'version'>): string {
  return `${kind.toLowerCase()}-${version}.json`;
}

/** The kinds behind claims, by the operator or provider that brings them. */
import type { Pin } from '../lock/index.ts';
import { type Answer, type Answers, at, type Item, itemsIn } from './answers.ts';
import { type Check, fail, pass, unknown } from './check.ts';
import { groupOf } from '../schema/kind-name.ts';
import { type ClusterNeeds, installedKinds, type NeededKind } from './needs.ts';

export const kindsPath = (apiVersion: string) => `/apis/${apiVersion}`;
export const groupPath = (group: string) => `/apis/${group}`;
export const providersPath = '/apis/pkg.crossplane.io/v1/providers';

/** One check for each operator and provider, in the order of their names; a group that the lock does not know is checked by itself. */
export function kindChecks(answers: Answers, needs: ClusterNeeds): readonly Check[] {
  const owners = new Map<string, { pin: Pin | undefined; kinds: NeededKind[] }>();
  for (const kind of installedKinds(needs)) {
    const { name, pin } = ownerOf(groupOf(kind.apiVersion), needs);
    const owner = owners.get(name) ?? { pin, kinds: [] };
    owner.kinds.push(kind);
    owners.set(name, owner);
  }
  const providers = itemsIn(answers(providersPath));
  return [...owners]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { pin, kinds }]) => {
      const isCharted = needs.lock.charts.some((chart) => chart.name === pin?.name);
      return ownerCheck(answers, { name, pin, isCharted, kinds, providers });
    });
}

function ownerOf(group: string, { lock }: ClusterNeeds): { readonly name: string; readonly pin: Pin | undefined } {
  const isOf = ({ groups = [] }: Pin) => groups.includes(group);
  const provider = lock.providers.find(isOf);
  const operator = lock.operators.find(isOf);
  const pin = provider ?? operator;
  const word = provider !== undefined ? 'provider' : operator !== undefined ? 'operator' : 'API group';
  return { name: `${word} ${pin?.name ?? group}`, pin };
}

interface Owner {
  readonly name: string;
  readonly pin: Pin | undefined;
  /** Whether the lock has a chart that installs it. */
  readonly isCharted: boolean;
  readonly kinds: readonly NeededKind[];
  readonly providers: readonly Item[] | string;
}

function ownerCheck(answers: Answers, { name, pin, isCharted, kinds, providers }: Owner): Check {
  const unhealthy = pin && unhealthyIn(providers, pin);
  const states = kinds.map((kind) => ({ kind, state: served(answers(kindsPath(kind.apiVersion)), kind) }));
  const missing = states.filter(({ state }) => state === false).map(({ kind }) => missingText(answers, kind));
  if (missing.length > 0) {
    const why = unhealthy === undefined ? '' : `, since ${unhealthy}`;
    const isThere = states.some(({ state }) => state === true);
    const remedy = unhealthy === undefined ? bringing(name, pin, { isCharted, isThere }) : describing;
    return fail(name, `the cluster lacks ${missing.join(', ')}${why}`, remedy);
  }
  const open = states.find(({ state }) => typeof state === 'string')?.state;
  if (typeof open === 'string') return unknown(name, open, 'look for its CRDs');
  if (unhealthy !== undefined) return fail(name, unhealthy, describing);
  return pass(name, `the cluster serves ${kinds.map(({ kind, apiVersion }) => `${kind} (${apiVersion})`).join(', ')}`);
}

const describing = 'see `kubectl describe` of that Provider';

/** What brings the kinds: the install bundle has the Providers of the lock, and the command installs operators that have a chart and are not there. */
function bringing(
  name: string,
  pin: Pin | undefined,
  { isCharted, isThere }: { readonly isCharted: boolean; readonly isThere: boolean },
): string {
  if (pin === undefined) return 'install what brings them';
  const wanted = `${pin.image} ${pin.version}`;
  if (name.startsWith('provider ')) return `\`planesmith install\` brings ${wanted}`;
  if (isThere) return `bring it to ${wanted} the way it was installed`;
  return isCharted
    ? `\`planesmith install\` brings ${wanted} if Helm is there, and else says how`
    : `install ${wanted}`;
}

/** Whether a list of resources has the kind; why that is not known. */
function served(answer: Answer, { kind }: NeededKind): boolean | string {
  if ('absent' in answer) return false;
  if ('why' in answer) return answer.why;
  const resources = at(answer.found, 'resources');
  if (!Array.isArray(resources)) return 'the answer is no list of resources';
  return resources.some((resource) => at(resource, 'kind') === kind);
}

function missingText(answers: Answers, { apiVersion, kind }: NeededKind): string {
  const group = answers(groupPath(groupOf(apiVersion)));
  const versions = 'found' in group ? at(group.found, 'versions') : undefined;
  const others = Array.isArray(versions) ? versions.map((version) => String(at(version, 'groupVersion'))) : [];
  const other = others.filter((version) => version !== apiVersion);
  return `${kind} (${apiVersion}${others.includes(apiVersion) || other.length === 0 ? '' : `; the group has ${other.join(', ')}`})`;
}

/** Why the Provider of this package is not healthy; undefined if it is, or if there is none: its kinds may come from elsewhere. */
function unhealthyIn(providers: readonly Item[] | string, { image }: Pin): string | undefined {
  if (typeof providers === 'string') return undefined;
  const repository = image.slice(image.indexOf('/'));
  // A registry may have a port, so a colon ends the repository only in its last segment.
  const repositoryOf = (address: string) => address.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const found = providers.find(({ spec }) => repositoryOf(String(spec?.['package'])).endsWith(repository));
  const conditions = found?.status?.['conditions'];
  if (!Array.isArray(conditions)) return undefined;
  const healthy: unknown = conditions.find((condition) => at(condition, 'type') === 'Healthy');
  if (at(healthy, 'status') !== 'False') return undefined;
  return `Provider ${found?.metadata?.name} is not healthy: ${String(at(healthy, 'message') ?? at(healthy, 'reason'))}`;
}

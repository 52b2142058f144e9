/** Tries changes of the platform on live claims: what a plan says of each, and what then happens. */
import { Ajv } from 'ajv';
import { UserError } from 'planesmith/authoring';
import { type AnyApi, type Node, toStructural } from 'planesmith/schema';
import { aboutRelease, fieldChanges, type KubernetesObject, planClaims, settler } from 'planesmith/testing';
import { platform } from '../cases/platform.ts';
import { environmentConfig } from '../cases/situation.ts';
import { type Cell, cells, exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';
import { fatesOf } from './fates.ts';
import { Draw, type Mutation } from './mutations.ts';
import { predictedIn, withoutKeptBack } from './predicted.ts';
import { type Release, releaseWith } from './release.ts';
import { World } from './world.ts';

/** A change, and the claims that it is tried on. */
export interface Trial {
  readonly release: Release;
  readonly places: readonly Cell[];
  readonly seed: number;
  /** What the plan is made from: the release in use, a dump of the cluster, or both. */
  readonly knows: 'old' | 'live' | 'both';
}

/** What a plan says of one claim, and what happens. */
export interface Verdict {
  readonly claim: string;
  readonly predicted: readonly string[];
  readonly actual: readonly string[];
}

/** The trial of a mutation of an API on a target; undefined if there is nothing to change. */
export function trialOf(mutation: Mutation, cell: Cell, of: Pick<Trial, 'seed' | 'knows'>): Trial | undefined {
  const change = mutation.in(cell, new Draw(`${of.seed} ${cell.kind} on ${cell.target} ${mutation.does}`));
  if (change === undefined) return undefined;
  const places = mutation.isOfApi ? cells.filter(({ key }) => key === cell.key) : [cell];
  try {
    return { ...of, release: releaseWith(change), places };
  } catch (error) {
    // Nobody could build it.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const environments = Object.fromEntries(['local', 'dev'].map((name) => [name, environmentConfig(name)]));

const asked = async (of: typeof platform) => ({
  about: await aboutRelease(of, []),
  settle: await settler(of, { environments }),
});
const before = await asked(platform);

/** The verdicts on all claims of a trial. `planned` is the release of which the plan speaks. @default the one that then comes */
export async function verdictsOf(
  trial: Trial,
  planned: typeof platform = trial.release.platform,
): Promise<readonly Verdict[]> {
  const { release, places, seed, knows } = trial;
  const now = await asked(planned);
  const claims = places.flatMap((place) => specsOf(place, seed).map((spec) => ({ place, spec })));
  return Promise.all(
    claims.map(async ({ place, spec }) => {
      const { kind, target, api } = place;
      const environment = usualEnvironment(target);
      const claim = readyClaim({ kind, target, environment: facts(environment), spec });
      const written = { apiVersion: `${platform.group}/${api.version}`, kind, metadata: placeOf(api), spec };
      const state = stateOf(claim, written);
      const { findings } = await planClaims({
        cells: [{ claim: written, target, environment }],
        now,
        ...(knows !== 'live' && { before }),
        ...(knows !== 'old' && { live: () => state }),
      });
      const title = `${kind} on ${target} ${JSON.stringify(spec)}`;
      return { claim: title, predicted: predictedIn(findings), actual: await actualOf(claim, spec, place, release) };
    }),
  );
}

/** The example, and one that differs in one field. */
function specsOf({ key, api, kind, target }: Cell, seed: number): readonly Loose[] {
  const example = exampleSpec(key);
  const draw = new Draw(`${seed} ${kind} ${target}`);
  const changes = fieldChanges(api.spec as Node, example as never).filter(
    ({ path }) => !path.startsWith('spec.connectionSecret'),
  );
  const pairs = draw
    .of(changes)
    ?.pairs.map(([, spec]) => spec as Loose)
    .filter((spec) => isServed(spec, { kind, target }));
  const other = pairs && draw.of(pairs);
  return other === undefined ? [example] : [example, other];
}

function isServed(spec: Loose, { kind, target }: Pick<Cell, 'kind' | 'target'>): boolean {
  const api = Object.values(platform.apis).find((one) => one.kind === kind)!;
  if (!accepts(api, spec)) return false;
  const { objects } = readyClaim({ kind, target, environment: facts(usualEnvironment(target)), spec });
  return objects.size > 0;
}

const placeOf = ({ scope }: AnyApi) => ({ name: 'orders', ...(scope === 'Namespaced' && { namespace: 'team-a' }) });

/** What a dump of the cluster has of a claim. */
function stateOf(claim: ReturnType<typeof readyClaim>, written: KubernetesObject) {
  const composed = [...claim.objects].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  const metadata = { ...written.metadata, uid: 'u-1', creationTimestamp: claim.createdAt };
  const xr = { ...written, metadata, spec: claim.spec, status: claim.status };
  return structuredClone({ xr, composed, unready: [] });
}

async function actualOf(
  claim: ReturnType<typeof readyClaim>,
  written: Loose,
  { key, target }: Cell,
  release: Release,
): Promise<string[]> {
  const {
    planner: { api },
    targets,
  } = (await release.platform.loadFunctions())[key]!;
  const { resources, refactored } = targets[target]!;
  const known = new Set([...Object.keys(resources), ...Object.keys(refactored.present), 'connection-secret']);
  const first = claim.ask();
  const unready = Object.entries(first.desired?.resources ?? {}).flatMap(([name, { ready }]) =>
    (ready as number) === 1 ? [] : [name],
  );
  const isRefused = first.conditions.some(({ reason }) => reason === 'Refused');
  const earlier = { status: claim.status as Loose, unready, isRefused };
  const stored = pruned(api.spec as Node, claim.spec) as Loose;
  claim.handler = release.handler;
  claim.spec = stored;
  const end = new World(claim, release.kinds).run();
  const isValid = !hasUnknown(api.spec as Node, written) && accepts(api, stored);
  const declared = { kinds: release.kinds, hasKey: (name: string) => known.has(name.replace(/\.\*$/, '')) };
  return withoutKeptBack(fatesOf(end, earlier, { status: claim.status as Loose, isValid }, declared));
}

/** The value without unknown fields and with new defaults, as the API server gives a stored one. */
function pruned(node: Node, value: unknown): unknown {
  if (value === undefined) return node.presence === 'defaulted' ? node.default : undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (node.kind === 'array') return (value as unknown[]).map((item) => pruned(node.items, item));
  if (node.kind !== 'map' && node.kind !== 'object') return value;
  const fields =
    node.kind === 'map' ? Object.keys(value).map((name) => [name, node.values] as const) : Object.entries(node.fields);
  const kept = fields.map(([name, field]) => [name, pruned(field, (value as Loose)[name])] as const);
  return Object.fromEntries(kept.filter(([, member]) => member !== undefined));
}

/** Whether a value has fields that nobody declared: who writes it gets an error. */
function hasUnknown(node: Node, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (node.kind === 'array') return (value as unknown[]).some((item) => hasUnknown(node.items, item));
  const fieldOf = (name: string) =>
    node.kind === 'map' ? node.values : node.kind === 'object' ? node.fields[name] : undefined;
  return Object.entries(value).some(([name, member]) => {
    const field = fieldOf(name);
    return field === undefined || hasUnknown(field, member);
  });
}

const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });

/** Whether the schema of an API accepts a spec, by a validator that is not ours. Rules in CEL are not asked. */
function accepts(api: AnyApi, spec: Loose): boolean {
  return ajv.compile(toStructural(api.spec as never) as object)(pruned(api.spec as Node, spec));
}

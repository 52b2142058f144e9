/** Finds the fields of claims that mean nothing on a target: it changes one at a time, and looks at what is composed then. */
import { UserError } from '../errors.ts';
import { issuesOf } from '../judge/verdict.ts';
import type { Platform } from '../platform/platform.ts';
import { type KubernetesObject, reconcile } from '../render/index.ts';
import type { AnyApi, Json, Node } from '../schema/index.ts';
import { fieldChanges } from './claim-changes.ts';
import { claimClusters, ownFunction } from './claim-cluster.ts';
import { refusalOf, type RenderedClaim, surveyIn } from './render-claim.ts';
import type { SampleEnvironment } from './survey-cells.ts';

/** A sentence for each field that nothing reads on a target although the target does not ignore it by declaration, and the other way round. */
export async function unreadFields(
  platform: Platform,
  claims: readonly KubernetesObject[],
  environments: readonly SampleEnvironment[],
): Promise<readonly string[]> {
  const functions = await platform.loadFunctions();
  const findings: string[] = [];
  for (const [key, api] of Object.entries(platform.apis)) {
    const examples = claims.filter(({ kind }) => kind === api.kind);
    for (const target of api.targets) {
      const outcomes = await lookingAt(platform, target, environments);
      // Where all examples are refused there is nothing to compare, and `planesmith check` says so.
      if (examples.flatMap((claim) => [...outcomes(claim)]).every(({ isRefused }) => isRefused)) continue;
      const { ignores = {} } = functions[key]?.targets[target] ?? {};
      findings.push(...sentences(`${api.kind} on ${target}`, influences(platform, api, examples, outcomes), ignores));
    }
  }
  return findings;
}

/** Whether a change of the field changed anything; `unknown` if no change of it could be tried. */
type Influence = 'some' | 'none' | 'unknown';

/** What a claim becomes in each environment: a text to compare. */
type Outcomes = (claim: KubernetesObject) => Iterable<{ readonly isRefused: boolean; readonly text: string }>;

function influences(platform: Platform, api: AnyApi, examples: readonly KubernetesObject[], outcomes: Outcomes) {
  const found = new Map<string, Influence>();
  for (const claim of examples) {
    for (const { path, pairs } of fieldChanges(api.spec as Node, claim['spec'] as Json)) {
      if (path.startsWith(ofTheEngine) || found.get(path) === 'some') continue;
      const claims = pairs.map((pair) => pair.map((spec) => ({ ...claim, spec })));
      const valid = claims.filter((pair) =>
        pair.every((changed) => issuesOf(changed, platform, 'namespaced')?.length === 0),
      );
      const influence = influenceOf(valid, outcomes);
      if (influence !== 'unknown' || !found.has(path)) found.set(path, influence);
    }
  }
  return found;
}

/** The engine itself acts on these fields. */
const ofTheEngine = 'spec.connectionSecret.';

function influenceOf(pairs: readonly (readonly KubernetesObject[])[], outcomes: Outcomes): Influence {
  let influence: Influence = 'unknown';
  for (const [one, other] of pairs) {
    const others = [...outcomes(other!)];
    for (const [index, outcome] of [...outcomes(one!)].entries()) {
      const changed = others[index]!;
      if (outcome.isRefused && changed.isRefused) continue;
      if (outcome.text !== changed.text) return 'some';
      influence = 'none';
    }
  }
  return influence;
}

async function lookingAt(
  platform: Platform,
  target: string,
  environments: readonly SampleEnvironment[],
): Promise<Outcomes> {
  const own = await ownFunction(platform);
  const clusterOf = await claimClusters(platform, { target });
  return (claim) =>
    environments.map(({ config }) => outcomeOf(reconcile(own, clusterOf(claim, { environment: config }))));
}

/** Everything that is composed and the status without its record, which repeats what the planner read; or the refusal. */
function outcomeOf(rendered: RenderedClaim) {
  const surveyed = attempt(() => surveyIn(rendered));
  if (typeof surveyed !== 'object') return { isRefused: true, text: surveyed ?? refusalOf(rendered) ?? '' };
  const { recorded: _, ...status } = (rendered.xr['status'] ?? {}) as Readonly<Record<string, unknown>>;
  return { isRefused: false, text: JSON.stringify([surveyed.resources, status]) };
}

function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function sentences(
  place: string,
  fields: ReadonlyMap<string, Influence>,
  ignores: Readonly<Record<string, string>>,
): string[] {
  const messages = [...fields].flatMap(([path, influence]) => {
    const isIgnored = path in ignores;
    if (influence === 'unknown')
      return isIgnored ? [] : [`${place}: no change of ${path} could be tried: give an example claim a value of it`];
    if (influence === 'none') {
      return isIgnored
        ? []
        : [`${place}: ${path} influences nothing: read it, or let the target say why in \`ignores\``];
    }
    return isIgnored ? [`${place}: \`ignores\` has ${path}, which influences what is composed`] : [];
  });
  const unknown = Object.keys(ignores).filter((path) => fields.size > 0 && !fields.has(path));
  return [...messages, ...unknown.map((path) => `${place}: \`ignores\` has ${path}, which is no field of the claim`)];
}

/** What the values of a field mean in one environment: seen by rendering a claim with each of them. */
import { UserError } from '../errors.ts';
import { issuesOf } from '../judge/verdict.ts';
import type { Platform } from '../platform/platform.ts';
import { type KubernetesObject, reconcile } from '../render/index.ts';
import { minimalClaim } from '../scaffold/minimal.ts';
import { type AnyApi, applyDefaults, type Json, type Node } from '../schema/index.ts';
import { claimClusters, ownFunction, targetOf } from './claim-cluster.ts';
import { refusalOf, type RenderedClaim, surveyOf } from './render-claim.ts';

/** One value of a field. */
export interface Effect {
  readonly value: Json;
  /** Why it cannot be had here. */
  readonly refused?: string;
  /** What is composed with this value, and differs from what is composed with another one; by kind and path. */
  readonly composes?: Readonly<Record<string, Json>>;
}

/** The effects of the values of a field, and where they were seen. */
export interface Effects {
  readonly target: string | undefined;
  readonly effects: readonly Effect[];
}

/** The place in which effects are looked for. */
export interface EffectsOptions {
  readonly environment: KubernetesObject;
  /** @default the first target of the packages that the API has */
  readonly target?: string | undefined;
}

/**
 * The effects of the values of the field at `path`, such as `spec.size`: all of a choice, or the ends of a range; none for any other field.
 * Throws a `UserError` if the API does not have the target, or if the environment lacks what it needs.
 */
export async function effectsOf(
  platform: Platform,
  api: AnyApi,
  field: { readonly path: string; readonly node: Node },
  { environment, target }: EffectsOptions,
): Promise<Effects> {
  const key = Object.keys(platform.apis).find((name) => platform.apis[name]?.kind === api.kind) ?? '';
  const seen = targetOf(platform, key, target);
  const steps = field.path.split('.').slice(1);
  const values = valuesOf(field.node);
  if (!field.path.startsWith('spec.') || values.length === 0 || !isPlain(api.spec, steps))
    return { target: seen, effects: [] };
  const base = minimalClaim(
    api,
    platform,
    'example',
    api.scope === 'Cluster' ? undefined : 'default',
  ) as KubernetesObject;
  const own = await ownFunction(platform, true);
  const clusterOf = await claimClusters(platform, { target });
  const outcomes = values.map((value) => {
    const spec = applyDefaults(api.spec, withValue(base['spec'] as Json, steps, value)) as object;
    const claim = { ...base, spec };
    const [issue] = issuesOf(claim, platform, 'namespaced') ?? [];
    if (issue !== undefined) return { value, refused: `${issue.path}: ${issue.message}` };
    return { value, ...outcomeOf(reconcile(own, clusterOf(claim, { environment }))) };
  });
  const composed = outcomes.flatMap(({ leaves }) => leaves ?? []);
  const effects = outcomes.map(({ value, refused, leaves }) => ({
    value,
    ...(refused !== undefined && { refused }),
    ...(leaves && {
      composes: Object.fromEntries([...leaves].filter(([path, leaf]) => differs(composed, path, leaf))),
    }),
  }));
  return { target: seen, effects };
}

interface Outcome {
  readonly refused?: string;
  readonly leaves?: ReadonlyMap<string, Json>;
}

function outcomeOf(rendered: RenderedClaim): Outcome {
  const refused = refusalOf(rendered);
  const answer = rendered.own?.answer;
  // The claim is valid, so the environment is at fault, and no value.
  if (answer?.outcome === 'failed' && answer.situation === undefined) throw new UserError(`${refused}`);
  if (refused !== undefined) return { refused };
  const leaves = new Map<string, Json>();
  for (const { kind, object } of surveyOf(rendered)?.resources ?? []) {
    for (const [path, leaf] of leavesOf(object['spec'] as Json)) leaves.set(`${kind} ${path}`, leaf);
  }
  return { leaves };
}

function differs(all: readonly ReadonlyMap<string, Json>[], path: string, leaf: Json): boolean {
  return all.some((leaves) => leaves.get(path) !== leaf);
}

function valuesOf(node: Node): readonly Json[] {
  switch (node.kind) {
    case 'enum':
      return node.values;
    case 'boolean':
      return [false, true];
    case 'integer':
      return [...new Set([node.minimum, node.default as number | undefined, node.maximum])].filter(
        (value) => value !== undefined,
      );
    default:
      return [];
  }
}

/** Whether the steps lead through objects alone. */
function isPlain(node: Node, steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  const next = node.kind === 'object' ? node.fields[step] : undefined;
  return next !== undefined && isPlain(next, rest);
}

function withValue(fields: Json | undefined, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  const object = (fields ?? {}) as Readonly<Record<string, Json>>;
  return { ...object, [step]: withValue(object[step], rest, value) };
}

function* leavesOf(value: Json | undefined, path = 'spec'): Generator<[string, Json]> {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null) yield [path, value];
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leavesOf(item as Json, `${path}[${index}]`);
  } else {
    for (const [name, inner] of Object.entries(value)) yield* leavesOf(inner as Json, `${path}.${name}`);
  }
}

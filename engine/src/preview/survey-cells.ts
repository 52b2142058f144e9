/** Renders the example claims of every API on every target in every sample environment of the platform. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { KubernetesObject } from '../render/index.ts';
import type { Survey } from '../runtime/index.ts';
import {
  claimRenderer,
  refusalOf,
  type RenderClaim,
  type RenderedClaim,
  type RenderOptions,
  surveyIn,
} from './render-claim.ts';

/** An environment of examples/environments. */
export interface SampleEnvironment {
  /** The name of its file, without the extension. */
  readonly name: string;
  readonly config: KubernetesObject;
}

/** One example claim on one target in one environment. */
export interface Cell {
  readonly kind: string;
  readonly claim: string;
  readonly target: string;
  readonly environment: string;
  /** The survey of the claim, or the message if it is refused. */
  readonly outcome: Survey | string;
}

/** The cells of all claims, in the order of the APIs, their targets, the claims and the environments. */
export async function surveyCells(
  platform: Platform,
  claims: readonly KubernetesObject[],
  environments: readonly SampleEnvironment[],
  { functionOf }: Pick<RenderOptions, 'functionOf'> = {},
): Promise<readonly Cell[]> {
  const targets = [...new Set(Object.values(platform.apis).flatMap((api) => [...api.targets]))];
  const renderers = new Map<string, RenderClaim>();
  for (const target of targets) renderers.set(target, await claimRenderer(platform, { target, functionOf }));
  const cells: Cell[] = [];
  for (const { kind, targets: apiTargets } of Object.values(platform.apis)) {
    for (const target of apiTargets) {
      const render = renderers.get(target) as RenderClaim;
      for (const claim of claims.filter((example) => example.kind === kind)) {
        for (const { name: environment, config } of environments) {
          const outcome = outcomeOf(await render(claim, { environment: config }));
          cells.push({ kind, claim: claim.metadata.name ?? '', target, environment, outcome });
        }
      }
    }
  }
  return cells;
}

/** The keys of the longest chain of resources in which each waits for the one before it. */
export function longestPath({ resources }: Survey): readonly string[] {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const known = new Map<string, readonly string[]>();
  const pathTo = (key: string): readonly string[] => {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const before = (byKey.get(key)?.after ?? []).map(pathTo).reduce<readonly string[]>(longer, []);
    const path = [...before, key];
    known.set(key, path);
    return path;
  };
  return resources.map(({ key }) => pathTo(key)).reduce<readonly string[]>(longer, []);
}

function longer(first: readonly string[], second: readonly string[]): readonly string[] {
  return second.length > first.length ? second : first;
}

function outcomeOf(rendered: RenderedClaim): Survey | string {
  try {
    return surveyIn(rendered) ?? refusalOf(rendered) ?? 'the function composes nothing';
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

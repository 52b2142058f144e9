/** Renders claims of a platform: for each, the objects that Crossplane would apply. */
import { Lacking } from '../authoring/incapable.ts';
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import {
  type FunctionsOfOthers,
  type KubernetesObject,
  type Reconciled,
  reconcileWith,
  type Rendered,
} from '../render/index.ts';
import { type Answer, laterKeys, survey, type Survey } from '../runtime/index.ts';
import { claimClusters, type ClusterOptions, ownFunction, type Surroundings } from './claim-cluster.ts';

/** The options of a render. */
export interface RenderOptions extends ClusterOptions {
  /** Whether to compose also the resources that wait for others, marked with what they wait for. @default false */
  readonly isComplete?: boolean | undefined;
  /** The functions of the steps that Compositions have besides the platform's own. @default none, which leaves these steps out */
  readonly functionOf?: FunctionsOfOthers | undefined;
}

/** The objects that Crossplane would apply, with the function's last answer, which `survey` turns into a report. */
export type RenderedClaim = Reconciled<Answer>;

/** Renders one claim. */
export type RenderClaim = (claim: KubernetesObject, surroundings: Surroundings) => Promise<RenderedClaim>;

/** Returns a renderer of valid claims, with functions and Compositions loaded once. It throws a `UserError` for a claim without a target. */
export async function claimRenderer(
  platform: Platform,
  { isComplete = false, functionOf = () => undefined, ...options }: RenderOptions = {},
): Promise<RenderClaim> {
  const own = await ownFunction(platform, isComplete);
  const clusterOf = await claimClusters(platform, options);
  return async (claim, surroundings) => reconcileWith(own, functionOf, clusterOf(claim, surroundings));
}

/** The message by which a function refuses the claim, or a change to it; undefined if none refuses anything. */
export function refusalOf({ results, composed, conditions }: Pick<Rendered, 'results' | 'composed' | 'conditions'>) {
  const failure = results.find(
    ({ severity, step }) => severity === 'Fatal' || (severity === 'Warning' && step === undefined),
  );
  if (failure !== undefined)
    return failure.step === undefined ? failure.message : `step ${failure.step}: ${failure.message}`;
  const refused = conditions.find(({ status, reason }) => status === 'False' && reason === 'Refused');
  if (refused !== undefined || composed.length > 0) return refused?.message;
  const blocking = conditions.find(({ type, status }) => status === 'False' && type !== 'Ready' && type !== 'Synced');
  return blocking?.message ?? 'the function composes nothing';
}

/**
 * The survey of a claim; undefined if a function refuses it. Throws the error of a failed answer, which is a `UserError` unless the
 * function has a bug.
 */
export function surveyIn({ own, desired }: Pick<RenderedClaim, 'own' | 'desired'>): Survey | undefined {
  if (own === undefined) return undefined;
  const surveyed = survey(own.answer, desired?.resources);
  return desired === undefined ? undefined : surveyed;
}

/** The same, but undefined if the function was stopped by a mistake. */
export function surveyOf(rendered: Pick<RenderedClaim, 'own' | 'desired'>): Survey | undefined {
  const answer = rendered.own?.answer;
  return answer?.outcome === 'failed' && answer.error instanceof UserError ? undefined : surveyIn(rendered);
}

/** The keys of the resources that the platform's function composes later. */
export function laterIn({ own }: Pick<RenderedClaim, 'own'>): readonly string[] {
  return own === undefined ? [] : laterKeys(own.answer);
}

/** The fields of the environment for lack of which a function refuses the claim, such as `data.tags`. */
export function lackingIn({ own }: Pick<RenderedClaim, 'own'>): readonly string[] {
  return own?.answer.outcome === 'failed' && own.answer.error instanceof Lacking ? own.answer.error.fields : [];
}

/** The field of the claim that the refusal is about, if it is about one. */
export function refusedPath({ own }: Pick<RenderedClaim, 'own'>): string {
  if (own?.answer.outcome === 'refused') return own.answer.refusals[0]?.path ?? '';
  if (own?.answer.outcome !== 'composed') return '';
  const { composed, decision } = own.answer;
  const inSecret = (composed.secret?.refusals.length ?? 0) > 0 ? 'spec.connectionSecret' : '';
  return decision.refusals[0]?.path ?? inSecret;
}

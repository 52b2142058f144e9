/** Renders claims of a platform: for each, the objects that Crossplane would apply. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { type KubernetesObject, reconcile, type Reconciled, type Rendered, toXr } from '../render/index.ts';
import { type Answer, answers, completed, survey, type Survey, toResponse } from '../runtime/index.ts';
import type { AnyApi, Flavour } from '../schema/index.ts';
import { compositionName } from '../schema/flavour.ts';
import { synthesise } from '../synth/synthesise.ts';
import { rightsSign } from '../synth/rights.ts';
import { xrdFlavour } from '../synth/xrd.ts';

/** The options of a render. */
export interface RenderOptions {
  /** @default the first target of the packages that the claim's API has */
  readonly target?: string | undefined;
  /** @default 'namespaced' */
  readonly flavour?: Flavour | undefined;
  /** Whether to compose also the resources that wait for others, marked with what they wait for. @default false */
  readonly isComplete?: boolean | undefined;
}

/** The objects in the cluster besides the claim. */
export interface Surroundings {
  readonly environment: KubernetesObject;
  /** Composed resources that exist. */
  readonly observed?: readonly KubernetesObject[];
  /** Other objects that functions may read, such as Secrets. The claim's XR, if it is one of them, gives status and metadata. */
  readonly others?: readonly KubernetesObject[];
}

/** The objects that Crossplane would apply, with the function's last answer, which `survey` turns into a report. */
export type RenderedClaim = Reconciled<Answer>;

/** Returns a renderer of valid claims, with functions and Compositions loaded once. It throws a `UserError` for a claim without a target. */
export async function claimRenderer(
  platform: Platform,
  { target, flavour = 'namespaced', isComplete = false }: RenderOptions = {},
): Promise<(claim: KubernetesObject, surroundings: Surroundings) => RenderedClaim> {
  const functions = await platform.loadFunctions();
  const respond = isComplete ? (answer: Answer) => toResponse(completed(answer)) : toResponse;
  const functionInProcess = { answer: answers(functions), toResponse: respond };
  const compositions = new Map<string, { composition: KubernetesObject; rights: KubernetesObject }>();
  for (const [key, api] of Object.entries(platform.apis)) {
    const targetName = target ?? defaultTarget(platform, api);
    if (targetName === undefined || !api.targets.includes(targetName)) continue;
    const objects = await synthesise(platform, { name: 'render', apis: [key], targets: [targetName], flavour });
    const composition = objects.find(({ metadata }) => metadata.name === compositionName(api, targetName));
    const rights = rightsSign(targetName, { platform: platform.name, version: platform.version });
    if (composition !== undefined) compositions.set(api.kind, { composition, rights });
  }
  const apis = new Map(Object.values(platform.apis).map((api) => [api.kind, api]));
  return (claim, { environment, observed = [], others = [] }) => {
    const api = apis.get(claim.kind);
    const known = compositions.get(claim.kind);
    if (api === undefined || known === undefined) {
      throw new UserError(`${claim.kind} has no target ${target ?? 'in any package'}`, {
        ...(api !== undefined && { hint: `its targets are ${api.targets.join(', ')}` }),
      });
    }
    const served = xrdFlavour(api, flavour);
    const xr = toXr(api, asStored(claim, api), served);
    const live = others.find((object) => isXrOf(object, xr));
    return reconcile(functionInProcess, {
      composition: known.composition,
      xr: live === undefined ? xr : { ...xr, metadata: { ...xr.metadata, ...live.metadata }, status: live['status'] },
      legacy: served === 'claims',
      observed,
      required: [environment, known.rights, ...others],
    });
  };
}

/** The claim in the version that Crossplane stores and gives to functions. */
function asStored(claim: KubernetesObject, { version }: AnyApi): KubernetesObject {
  return { ...claim, apiVersion: `${claim.apiVersion.split('/')[0]}/${version}` };
}

/** Whether an object is the XR behind a claim. In the claims flavour it has a random name, and a reference to its claim. */
function isXrOf(object: KubernetesObject, xr: KubernetesObject): boolean {
  if (object.apiVersion !== xr.apiVersion || object.kind !== xr.kind) return false;
  const [actual, expected] = [object, xr].map(
    ({ spec }) => (spec as { claimRef?: ClaimReference } | undefined)?.claimRef,
  );
  if (expected !== undefined) return actual?.name === expected.name && actual.namespace === expected.namespace;
  return object.metadata.name === xr.metadata.name && object.metadata.namespace === xr.metadata.namespace;
}

interface ClaimReference {
  readonly name: string;
  readonly namespace: string;
}

/** The message of the function if it refuses the claim, or a change to it; undefined if it refuses nothing. */
export function refusalOf({ results, composed, conditions }: Pick<Rendered, 'results' | 'composed' | 'conditions'>) {
  const failure = results.find(({ severity }) => severity !== 'Normal');
  if (failure !== undefined) return failure.message;
  const refused = conditions.find(({ status, reason }) => status === 'False' && reason === 'Refused');
  if (refused !== undefined || composed.length > 0) return refused?.message;
  const blocking = conditions.find(({ type, status }) => status === 'False' && type !== 'Ready' && type !== 'Synced');
  return blocking?.message ?? 'the function composes nothing';
}

/** The survey of a claim; undefined if it is refused, or stopped by a mistake. Throws if the function has a bug. */
export function surveyOf({ answer }: Pick<RenderedClaim, 'answer'>): Survey | undefined {
  return answer.outcome === 'failed' && answer.error instanceof UserError ? undefined : survey(answer);
}

/** The field of the claim that the refusal is about, if it is about one. */
export function refusedPath({ answer }: Pick<RenderedClaim, 'answer'>): string {
  if (answer.outcome === 'refused') return answer.refusals[0]?.path ?? '';
  if (answer.outcome !== 'composed') return '';
  const inSecret = (answer.composed.secret?.refusals.length ?? 0) > 0 ? 'spec.connectionSecret' : '';
  return answer.decision.refusals[0]?.path ?? inSecret;
}

function defaultTarget({ packages }: Platform, api: AnyApi): string | undefined {
  return packages.flatMap(({ targets }) => [...targets]).find((target) => api.targets.includes(target));
}

/** One claim of a platform to what Crossplane would apply: its API, target, flavour and environment put together. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { type KubernetesObject, reconcile, type Reconciled, type Rendered, toXr } from '../render/index.ts';
import { type Answer, answers, toResponse } from '../runtime/index.ts';
import type { AnyApi, Flavour } from '../schema/index.ts';
import { compositionName } from '../synth/composition-name.ts';
import { synthesise } from '../synth/synthesise.ts';
import { xrdFlavour } from '../synth/xrd.ts';

export interface RenderOptions {
  /** @default the first that the packages of the flavour and the API have in common */
  readonly target?: string | undefined;
  /** @default 'namespaced' */
  readonly flavour?: Flavour | undefined;
}

/** What is in the cluster beside the claim. */
export interface Surroundings {
  readonly environment: KubernetesObject;
  /** Composed resources that exist. */
  readonly observed?: readonly KubernetesObject[];
  /** Other objects that functions may read, such as Secrets; the XR itself gives its status and its identity. */
  readonly others?: readonly KubernetesObject[];
}

/** What Crossplane would apply, with the function's last answer: `survey` shows all that the claim becomes. */
export type RenderedClaim = Reconciled<Answer>;

/** Renders any number of valid claims with functions and Compositions loaded once. */
export async function claimRenderer(
  platform: Platform,
  { target, flavour = 'namespaced' }: RenderOptions = {},
): Promise<(claim: KubernetesObject, surroundings: Surroundings) => RenderedClaim> {
  const functions = await platform.loadFunctions();
  const functionInProcess = { answer: answers(functions), toResponse };
  const compositions = new Map<string, KubernetesObject>();
  for (const [key, api] of Object.entries(platform.apis)) {
    const chosen = target ?? defaultTarget(platform, api);
    if (chosen === undefined || !api.targets.includes(chosen)) continue;
    const objects = await synthesise(platform, { name: 'render', apis: [key], targets: [chosen], flavour });
    const composition = objects.find(({ metadata }) => metadata.name === compositionName(api, chosen));
    if (composition !== undefined) compositions.set(api.kind, composition);
  }
  const apis = new Map(Object.values(platform.apis).map((api) => [api.kind, api]));
  return (claim, { environment, observed = [], others = [] }) => {
    const api = apis.get(claim.kind);
    const composition = compositions.get(claim.kind);
    if (api === undefined || composition === undefined) {
      throw new UserError(`${claim.kind} has no target ${target ?? 'in any package'}`, {
        ...(api !== undefined && { hint: `its targets are ${api.targets.join(', ')}` }),
      });
    }
    const served = xrdFlavour(api, flavour);
    const xr = toXr(api, asStored(claim, api), served);
    const live = others.find((object) => isXrOf(object, xr));
    return reconcile(functionInProcess, {
      composition,
      xr: live === undefined ? xr : { ...xr, metadata: { ...xr.metadata, ...live.metadata }, status: live['status'] },
      legacy: served === 'claims',
      observed,
      required: [environment, ...others],
    });
  };
}

/** The claim in the version that Crossplane stores, in which it hands every claim to functions. */
function asStored(claim: KubernetesObject, { version }: AnyApi): KubernetesObject {
  return { ...claim, apiVersion: `${claim.apiVersion.split('/')[0]}/${version}` };
}

/** The XR behind a claim has a random name, and says whose it is. */
function isXrOf(object: KubernetesObject, xr: KubernetesObject): boolean {
  if (object.apiVersion !== xr.apiVersion || object.kind !== xr.kind) return false;
  const [claim, ours] = [object, xr].map(({ spec }) => (spec as { claimRef?: ClaimReference } | undefined)?.claimRef);
  if (ours !== undefined) return claim?.name === ours.name && claim.namespace === ours.namespace;
  return object.metadata.name === xr.metadata.name && object.metadata.namespace === xr.metadata.namespace;
}

interface ClaimReference {
  readonly name: string;
  readonly namespace: string;
}

/** What the claim asks for and does not get, in the function's words: all of it, or a change of what exists; undefined if it gets all. */
export function refusalOf({ results, composed, conditions }: Pick<Rendered, 'results' | 'composed' | 'conditions'>) {
  const fatal = results.find(({ severity }) => severity === 'Fatal');
  if (fatal !== undefined) return fatal.message;
  const refused = conditions.find(({ status, reason }) => status === 'False' && reason === 'Refused');
  if (refused !== undefined || composed.length > 0) return refused?.message;
  const blocking = conditions.find(({ type, status }) => status === 'False' && type !== 'Ready' && type !== 'Synced');
  return blocking?.message ?? 'the function composes nothing';
}

function defaultTarget({ packages }: Platform, api: AnyApi): string | undefined {
  return packages.flatMap(({ targets }) => [...targets]).find((target) => api.targets.includes(target));
}

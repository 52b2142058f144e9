/** The cluster around a claim of a platform, as Crossplane would find it. */
import { UserError } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { type Answering, type Cluster, type KubernetesObject, toXr } from '../render/index.ts';
import { type Answer, answers, completed, toResponse } from '../runtime/index.ts';
import type { AnyApi, Flavour } from '../schema/index.ts';
import { xrdFlavour } from '../schema/flavour.ts';
import { rightsSign } from '../synth/rights.ts';
import { compositionFor, defaultTargets } from './compositions.ts';

/** How the cluster serves the platform. */
export interface ClusterOptions {
  /** @default as a cluster with the first package that has the API chooses it: the environment's choice, or else its first target */
  readonly target?: string | undefined;
  /** @default 'namespaced' */
  readonly flavour?: Flavour | undefined;
}

/** The objects in the cluster besides the claim. */
export interface Surroundings {
  readonly environment: KubernetesObject;
  /** Composed resources that exist. */
  readonly observed?: readonly KubernetesObject[];
  /** Other objects that functions may read, such as Secrets. The claim's XR, if it is one of them, gives status and metadata. */
  readonly others?: readonly KubernetesObject[];
}

/** The platform's function in this process; `isComplete` also composes the resources that wait for others. */
export async function ownFunction(platform: Platform, isComplete = false): Promise<Answering<Answer>> {
  const functions = await platform.loadFunctions();
  return {
    answer: answers(functions),
    toResponse: isComplete ? (answer) => toResponse(completed(answer)) : toResponse,
  };
}

/** Returns a function that puts a valid claim into its cluster. It throws a `UserError` for a claim without a target. */
export async function claimClusters(
  platform: Platform,
  { target, flavour = 'namespaced' }: ClusterOptions = {},
): Promise<(claim: KubernetesObject, surroundings: Surroundings) => Cluster> {
  const compositions = new Map<string, { composition: KubernetesObject; rights: KubernetesObject }>();
  for (const [key, api] of Object.entries(platform.apis)) {
    const targets = targetsFor(platform, key, target);
    const first = targetOf(platform, key, target);
    if (first === undefined) continue;
    const composition = await compositionFor(platform, { key, targets, flavour });
    const rights = rightsSign(first, { platform: platform.name, version: platform.version });
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
    return {
      composition: known.composition,
      xr: live === undefined ? xr : { ...xr, metadata: { ...xr.metadata, ...live.metadata }, status: live['status'] },
      legacy: served === 'claims',
      observed,
      required: [environment, known.rights, ...others],
    };
  };
}

/** The target that claims of the API with this key get: the one asked for, or that of the first package that has one. */
export function targetOf(platform: Platform, key: string, asked: string | undefined): string | undefined {
  return targetsFor(platform, key, asked).find((name) => platform.apis[key]?.targets.includes(name));
}

function targetsFor({ packages }: Platform, key: string, asked: string | undefined): readonly string[] {
  return asked === undefined ? defaultTargets(packages, key) : [asked];
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

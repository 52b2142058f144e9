/** What a release makes of one claim once nothing changes any more. */
import type { KubernetesObject } from '../../render/index.ts';

/** A claim on a target, in an environment. */
export interface Cell {
  /** With a name, and a namespace unless its API is cluster-scoped. */
  readonly claim: KubernetesObject;
  /** The file that it stands in, if it stands in one. */
  readonly file?: string;
  readonly target: string;
  /** The name of the environment. */
  readonly environment: string;
  /** For a claim that nobody wrote: what tells it from the example that it comes from, such as `spec.size: "large"`. */
  readonly generated?: string;
  /** Whether the new release converts the claim first, as people do in Git. @default false */
  readonly converted?: true;
}

/** The outcome of a cell under one release. */
export interface Settled {
  /** Namespace and name, such as `team-a/orders`; the name alone if it is cluster-scoped. A claim that is generated or converted has that in brackets. */
  readonly claim: string;
  readonly file?: string;
  /** Whether nobody wrote the claim. @default false */
  readonly isGenerated?: true;
  /** Whether the new release was asked to convert the claim first. @default false */
  readonly isConverted?: true;
  /** Whether its conversion changed the spec of the claim. @default false */
  readonly isRewritten?: true;
  readonly kind: string;
  readonly target: string;
  readonly environment: string;
  readonly outcome: SettledState | Unsettled;
}

/** A claim that has come to rest. */
export interface SettledState {
  /** The XR as it is stored: with its UID, its spec with what was filled in, its resource references and its status. */
  readonly xr: KubernetesObject;
  /** The objects as Crossplane applies them, without what their owners write, sorted by key. */
  readonly composed: readonly KubernetesObject[];
  /** The keys of the objects that are not ready although their conditions say so. */
  readonly unready: readonly string[];
  /** The keys of the objects that a new claim composes only once others are ready. @default none */
  readonly later?: readonly string[];
  /** What the function refuses of a claim that it composes nevertheless. */
  readonly refused?: Refused;
  /** Why the API server refuses the claim if it is written again: its objects are those of the claim as it is stored. */
  readonly invalid?: Refused;
  /** Why nothing changes any more although the claim has not come to rest: its function has changed objects, and stops at what it then finds. */
  readonly stopped?: Unsettled;
}

/** Why a claim is refused. */
interface Refused {
  readonly message: string;
  /** The field of the claim; empty if it is about none. */
  readonly path: string;
}

/** A claim of which a release makes nothing: what exists stays as it is. */
export interface Unsettled {
  /** One sentence. */
  readonly refusal: string;
  /**
   * `invalid`: the API server refuses it; `refused`: the function does; `failed`: the function throws, or its process ends; `unsettled`: every
   * pass changes something, or no answer comes; `unconverted`: its API cannot convert it.
   */
  readonly reason: 'invalid' | 'refused' | 'failed' | 'unsettled' | 'unconverted';
  /** The field of the claim; empty if it is about none. */
  readonly path: string;
}

/** Whether a claim has come to rest. */
export function isState(outcome: Settled['outcome']): outcome is SettledState {
  return 'composed' in outcome;
}

/** Whether a claim was to be converted, and is the same afterwards: what becomes of it is known without. */
export function isUntouched({ isConverted, isRewritten, outcome }: Settled): boolean {
  return isConverted === true && isRewritten !== true && (isState(outcome) || outcome.reason !== 'unconverted');
}

/** What a cell says about itself in its outcome. */
export function placeOf({ claim, file, target, environment, generated, converted }: Cell): Omit<Settled, 'outcome'> {
  const said = [generated, converted && 'converted'].filter((word) => word !== undefined);
  return {
    claim: said.length === 0 ? titleOf(claim) : `${titleOf(claim)} (${said.join(', ')})`,
    ...(file !== undefined && { file }),
    ...(generated !== undefined && { isGenerated: true }),
    ...(converted === true && { isConverted: true }),
    kind: claim.kind,
    target,
    environment,
  };
}

/** Namespace and name of a claim. */
export function titleOf({ metadata: { name = '', namespace } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The name in an outcome without what says that the claim is converted. */
export function asWrittenName(claim: string): string {
  return claim.replace(/ \(converted\)$/, '');
}

/** The same for two releases exactly if they are asked for the same cell. */
export function cellId({ kind, claim, target, environment }: Omit<Settled, 'outcome'>): string {
  return JSON.stringify([kind, claim, target, environment]);
}

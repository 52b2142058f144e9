/** What operators and providers are to a simulation. */
import type { KubernetesObject } from '../render/index.ts';

/** How far an object's owner has come with it. */
export type Stage = 'starting' | 'ready';

/** What an owner writes. */
export interface Written {
  /** Absent for kinds without status. */
  readonly status?: object;
  /** What must happen before the object may go, in its owner's words. */
  readonly finalizers?: readonly string[];
  /** Secrets in the object's namespace, by name: their values as text. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the owner of an object writes at a stage, beside others of the same claim; throws for a kind without a player. */
export type Play = (object: KubernetesObject, stage: Stage, neighbours: readonly KubernetesObject[]) => Written;

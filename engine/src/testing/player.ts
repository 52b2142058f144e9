/** The players of a simulation: functions that stand for operators and providers. */
import type { KubernetesObject } from '../render/index.ts';

/** How far an owner has come with its object. */
export type Stage = 'starting' | 'ready';

/** The fields and Secrets that an owner writes. */
export interface Written {
  /** Absent for kinds without status. */
  readonly status?: object;
  /** The finalizers that the object has then. @default those that it has already */
  readonly finalizers?: readonly string[];
  /** The fields of the spec that the owner writes if Crossplane wrote none. */
  readonly initialised?: object;
  /** The values of Secrets as text, by name of the Secret, in the object's namespace. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Returns what an object's owner writes at a stage. `neighbours` are all objects of the claim. Throws for a kind without a player. */
export type Play = (object: KubernetesObject, stage: Stage, neighbours: readonly KubernetesObject[]) => Written;

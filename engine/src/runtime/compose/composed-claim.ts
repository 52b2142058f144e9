/** What stage 3 of an answer gives: a claim as all that it becomes, also what still waits for others. */
import type { AnyConcern, ConcernContext } from '../../authoring/concern.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import type { Part } from './part.ts';
import type { Selectors } from './requirements.ts';

/** A part with the object that it becomes. */
export interface ComposedPart extends Part {
  /** The declared keys that must be ready before it is created; undefined if it waits for none. */
  readonly waitsFor: readonly string[] | undefined;
  /** The object that Crossplane applies. One that waits is composed only when a reader asks, since Crossplane is not given it yet. */
  readonly object: () => Record<string, unknown>;
}

export interface ComposedClaim {
  /** In the order of their declaration. */
  readonly parts: readonly ComposedPart[];
  readonly secret: ConnectionSecret | undefined;
  /** The status of the XR, complete: what is left out is removed. */
  readonly status: Record<string, unknown>;
  /** The objects to read, as Crossplane is asked for them. */
  readonly requirements: Selectors;
  /** The concerns whose fields every object has, and what they looked at. */
  readonly concerns: readonly AnyConcern[];
  readonly context: ConcernContext<unknown> & { readonly target: string };
}

/** Nothing can be composed before Crossplane has fetched these; it calls again with them, and ignores the rest of the response. */
export interface Pending {
  readonly pending: Selectors;
}

/** The result of stage 3: a claim with all its composed objects, including those that still wait. */
import type { AnyConcern, ConcernContext } from '../../authoring/concern.ts';
import type { ConnectionSecret } from './connection-secret.ts';
import type { Refusal } from '../../authoring/planner.ts';
import type { Part } from './part.ts';
import type { Unstructured } from '../../authoring/unstructured.ts';
import type { Selectors } from '../read/requirement.ts';

/** A part with its composed object. */
export interface ComposedPart extends Part {
  /** The declared keys that must be ready before it is created; undefined if it waits for none. */
  readonly waitsFor: readonly string[] | undefined;
  /** Whether Crossplane has not looked yet if its name is free. Until then it is not composed. */
  readonly isUnsure: boolean;
  /** Returns the object that Crossplane applies. That of a waiting part is composed on demand: only reports read it. */
  readonly object: () => Record<string, unknown>;
}

/** A claim, composed in full. */
export interface ComposedClaim {
  /** In the order of their declaration. */
  readonly parts: readonly ComposedPart[];
  /** What earlier releases composed under other keys, by key: it goes once all parts are ready. */
  readonly leaving: Readonly<Record<string, Unstructured>>;
  /** What the target released, by key: it goes once its provider has seen that it must leave alone what it made. */
  readonly releasing: Readonly<Record<string, Unstructured>>;
  readonly secret: ConnectionSecret | undefined;
  /** The complete status of the XR: Crossplane removes a field that is left out. */
  readonly status: Record<string, unknown>;
  /** The objects that Crossplane must fetch. */
  readonly requirements: Selectors;
  /** The concerns whose fields the objects have, and the input of those concerns. */
  readonly concerns: readonly AnyConcern[];
  readonly context: ConcernContext<unknown> & { readonly target: string };
}

/** Crossplane must fetch objects before anything can be composed. It calls again with them, and ignores the rest of the response. */
export interface Pending {
  readonly pending: Selectors;
}

/** Names that the claim needs belong to others. */
export interface Taken {
  readonly taken: readonly Refusal[];
  /** The objects that Crossplane must fetch, to see when the names are free. */
  readonly requirements: Selectors;
}

/** Renders an XR as `crossplane composition render` does. */
import type { Handler } from '../runtime/index.ts';
import { type Cluster, reconcile, type Reconciled } from './reconcile.ts';
import { answering } from './requirements.ts';

/** The input of a render. */
export interface RenderInput extends Cluster {
  /** The function that the Composition's one step calls. */
  readonly handler: Handler;
}

/** The XR after a reconcile, and the objects that Crossplane applies. */
export type Rendered = Omit<Reconciled<unknown>, 'request' | 'answer' | 'response'>;

/** One reconcile, with a function of which only the responses are known. */
export function render({ handler, ...cluster }: RenderInput): Rendered {
  const { xr, composed, results, conditions, calls } = reconcile(answering(handler), cluster);
  return { xr, composed, results, conditions, calls };
}

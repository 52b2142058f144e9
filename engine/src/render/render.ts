/** What `crossplane composition render` prints of an XR. */
import type { Handler } from '../runtime/index.ts';
import { type Cluster, reconcile, type Reconciled } from './reconcile.ts';
import { answering } from './requirements.ts';

export interface RenderInput extends Cluster {
  /** The function that the Composition's one step calls. */
  readonly handler: Handler;
}

/** What Crossplane applies, and how it leaves the XR. */
export type Rendered = Omit<Reconciled<unknown>, 'request' | 'answer' | 'response'>;

/** One reconcile by a function of which only the responses are known. */
export function render({ handler, ...cluster }: RenderInput): Rendered {
  const { xr, composed, results, conditions, calls } = reconcile(answering(handler), cluster);
  return { xr, composed, results, conditions, calls };
}

/** What `crossplane composition render` prints of an XR. */
import type { Handler } from '../runtime/index.ts';
import { type Cluster, reconcile, type Reconciled } from './reconcile.ts';

export interface RenderInput extends Cluster {
  /** The function that the Composition's one step calls. */
  readonly handler: Handler;
}

/** What Crossplane applies, and how it leaves the XR. */
export type Rendered = Omit<Reconciled<unknown>, 'answer' | 'response'>;

/** One reconcile by a function of which only the responses are known. */
export function render({ handler, ...cluster }: RenderInput): Rendered {
  const { answer: _, response: __, ...rendered } = reconcile({ answer: handler, toResponse: (same) => same }, cluster);
  return rendered;
}

/** Renders an XR as `crossplane composition render` does. */
import type { Handler } from '../runtime/index.ts';
import { type Cluster, reconcile, type Reconciled } from './reconcile.ts';
import { answering } from './requirements.ts';

/** The input of a render. */
export interface RenderInput extends Cluster {
  /** The platform's function. Steps of others are left out. */
  readonly handler: Handler;
}

/** The XR after a reconcile, and the objects that Crossplane applies. */
export interface Rendered extends Omit<Reconciled<unknown>, 'own' | 'desired'> {
  /** How often the function was called. */
  readonly calls: number;
}

/** One reconcile, with a function of which only the responses are known. */
export function render({ handler, ...cluster }: RenderInput): Rendered {
  const { xr, composed, results, conditions, own } = reconcile(answering(handler), cluster);
  return { xr, composed, results, conditions, calls: own?.calls ?? 0 };
}

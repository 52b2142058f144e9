/** PubSub: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { pubSub as api } from '../apis/pub-sub.ts';

/** The platform's function alone. */
export function pubSub(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

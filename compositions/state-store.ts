/** StateStore: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { stateStore as api } from '../apis/state-store.ts';

/** The platform's function alone. */
export function stateStore(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

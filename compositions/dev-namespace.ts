/** DevNamespace: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { devNamespace as api } from '../apis/dev-namespace.ts';

/** The platform's function alone. */
export function devNamespace(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

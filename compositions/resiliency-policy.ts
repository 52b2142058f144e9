/** ResiliencyPolicy: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { resiliencyPolicy as api } from '../apis/resiliency-policy.ts';

/** The platform's function alone. */
export function resiliencyPolicy(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

/** ObjectBucket: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { objectBucket as api } from '../apis/object-bucket.ts';

/** The platform's function alone. */
export function objectBucket(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

/** Fence: which steps answer a claim. */
import type { Construct } from 'constructs';
import { Composition, type CompositionProps } from 'planesmith/synth';
import { fence as api } from '../apis/fence.ts';

export function fence(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

/** Database: which steps answer a claim. */
import { Composition, type CompositionProps } from 'planesmith/synth';
import type { Construct } from 'constructs';
import { database as api } from '../apis/database.ts';

/** The platform's function alone; a step of another team goes `.before(…)` or `.after(…)` it. */
export function database(scope: Construct, props: CompositionProps<typeof api>): void {
  new Composition(scope, 'composition', { api, ...props });
}

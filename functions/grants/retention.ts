/** Whether data outlives its claim. */
import type { Environment } from '../environment/index.ts';

interface Deletable {
  readonly deletion?: 'retain' | 'delete' | undefined;
}

/** Whether the claim's data is retained: as the claim says, otherwise as its environment does. */
export function retains({ deletion }: Deletable, environment: Pick<Environment, 'deletion'>): boolean {
  return (deletion ?? environment.deletion) === 'retain';
}

/** The value of `status.effective.deletion`, by which the API server refuses to delete a claim whose data is retained. */
export function effectiveDeletion({ retain }: { readonly retain: boolean }): 'retain' | 'delete' {
  return retain ? 'retain' : 'delete';
}

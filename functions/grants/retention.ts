/** Whether data outlives its claim. */
import type { Environment } from '../environment/index.ts';

interface Deletable {
  readonly deletion?: 'retain' | 'delete' | undefined;
}

/** What the claim says, else what its environment does. */
export function retains({ deletion }: Deletable, environment: Pick<Environment, 'deletion'>): boolean {
  return (deletion ?? environment.deletion) === 'retain';
}

/** The same as `status.effective.deletion` tells it, by which the API server refuses to delete what is retained. */
export function effectiveDeletion({ retain }: { readonly retain: boolean }): 'retain' | 'delete' {
  return retain ? 'retain' : 'delete';
}

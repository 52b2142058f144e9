/** Whether data outlives its claim. */
import type { Environment } from './environment.ts';

interface Deletable {
  readonly deletion?: 'retain' | 'delete' | undefined;
}

/** What the claim says, else what its environment does. */
export function retains({ deletion }: Deletable, environment: Pick<Environment, 'deletion'>): boolean {
  return (deletion ?? environment.deletion) === 'retain';
}

/** The environment of commands that were given none. */
import { join, relative } from 'node:path';
import { UserError } from '../errors.ts';
import type { RenderedClaim } from '../preview/render-claim.ts';

/** The file that is read if no environment is given. */
export function defaultEnvironment(root: string): string {
  return relative('', join(root, 'examples', 'environments', 'local.yaml'));
}

/** Throws a `UserError` if this environment, which nobody chose, lacks what the target of a claim needs. */
export function refuseIncomplete(file: string, rendered: readonly RenderedClaim[], target: string | undefined): void {
  const incapable = rendered
    .flatMap(({ conditions }) => conditions)
    .find(({ type, status }) => type === 'PlatformCapable' && status === 'False');
  if (incapable === undefined) return;
  throw new UserError(`${file} was read, because no environment was given: ${incapable.message}`, {
    hint: `name an environment${target === undefined ? '' : ` that has the target ${target}`} with --environment FILE`,
  });
}

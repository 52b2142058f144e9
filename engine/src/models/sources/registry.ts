/** Reads a package from a registry. */
import { createHash } from 'node:crypto';
import type { Patience } from '../../registry/patience.ts';
import { openPull } from '../../registry/pull.ts';
import type { Reference } from '../../registry/reference.ts';
import { RegistryError } from '../../registry/registry-error.ts';
import type { SourceText } from './documents.ts';
import { NotAtHand } from './not-at-hand.ts';
import { packageIn } from './package-image.ts';

/** The package.yaml of the package. Throws a `NotAtHand` if the registry refuses, and another `UserError` if the image is no package. */
export async function readRegistry(reference: Reference, patience?: Patience): Promise<SourceText> {
  const { host, repository, version, tag = version } = reference;
  try {
    const { first, fetch, name } = await openPull(reference, patience);
    const sha256 = createHash('sha256').update(first).digest('hex');
    const { text } = await packageIn(first, fetch, name);
    return { source: `${host}/${repository}`, version: tag, sha256, text };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const { message, hint, cause } = error;
    throw new NotAtHand(message, { ...(hint !== undefined && { hint }), cause });
  }
}

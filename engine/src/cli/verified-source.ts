/** Verifies what a command line names: a path, or a reference, which is pulled first. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withScratch } from '../files.ts';
import { type Verified, verify } from '../release/verify/verify.ts';

/** The result for a path, or for the package or kit that a reference names in a registry. Throws a `UserError` if there is nothing of these. */
export async function verifySource(source: string): Promise<Verified> {
  if (existsSync(source)) return verify(source);
  const { parseReference, pullInto } = await import('../registry/index.ts');
  const reference = parseReference(source);
  if (reference === undefined) return verify(source);
  return withScratch(join(tmpdir(), 'planesmith-verify-'), async (scratch) => {
    const folder = join(scratch, 'pulled');
    const { file = '' } = await pullInto(reference, folder);
    return verify(join(folder, file));
  });
}

/** Verifies what a command line names: a path, or a reference, which is pulled first. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withScratch } from '../files.ts';
import type { PublicKey } from '../signing/key.ts';
import { type Verified, verify } from '../release/verify/verify.ts';

/** The result for a path, or for the package or kit that a reference names in a registry, with the signatures there if a key is given. Throws a `UserError` if there is nothing of these. */
export async function verifySource(source: string, key?: PublicKey): Promise<Verified> {
  if (existsSync(source)) return verify(source, key);
  const { parseReference, pullInto } = await import('../registry/index.ts');
  const reference = parseReference(source);
  if (reference === undefined) return verify(source, key);
  return withScratch(join(tmpdir(), 'planesmith-verify-'), async (scratch) => {
    const folder = join(scratch, 'pulled');
    const { file = '', digest } = await pullInto(reference, folder);
    const verified = await verify(join(folder, file));
    if (key === undefined) return verified;
    const { publishedSignatures } = await import('../release/verify/published.ts');
    const { findings, attested } = await publishedSignatures({ ...reference, version: digest }, key);
    return { ...verified, findings: [...verified.findings, ...findings], attested };
  });
}

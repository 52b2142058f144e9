/** Signs what is published already, in the registry. */
import { openPublished, type Reference } from '../../registry/index.ts';
import type { Signer } from '../../signing/key.ts';
import { fromLayers, toLayers } from '../../signing/layers.ts';
import { withSignatures } from '../../signing/signed.ts';
import type { SignedPart } from './sign-release.ts';

/**
 * Adds a signature to the package that the reference names, unless there is one by this key. It is of the package alone: what the registry has
 * about a package may be by anybody. Throws a `UserError` if the registry does not have the package, or refuses.
 */
export async function signPublished(reference: Reference, signer: Signer): Promise<SignedPart> {
  const published = await openPublished(reference, 'sign');
  const { digest } = published;
  const subject = { name: `${reference.host}/${reference.repository}`, digest };
  const before = fromLayers(await published.attached('sig'), []);
  const after = withSignatures(before, subject, [], signer);
  const present = after.signatures.length === before.signatures.length;
  if (!present) {
    const [layer] = toLayers({ signatures: after.signatures.slice(-1), attestations: [] }).sig;
    await published.attach('sig', layer === undefined ? [] : [layer]);
  }
  return { reference: `${subject.name}@${digest}`, present };
}

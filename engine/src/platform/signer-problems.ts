/** Mistakes in who signs the packages. */
import { createPublicKey } from 'node:crypto';
import { label1035Problems } from '../schema/validate/names.ts';
import type { PackageSigner } from '../synth/package-signer.ts';

/** Everything wrong with the signers, in sentences without a full stop. Crossplane would find it when it installs a package. */
export function signerProblems(signers: readonly PackageSigner[] = []): string[] {
  const names = signers.map(({ name }) => name);
  return signers.flatMap((signer, index) => {
    const at = `signers[${index}]`;
    return [
      ...label1035Problems(signer.name).map((problem) => `${at}.name "${signer.name}": ${problem}`),
      ...(names.indexOf(signer.name) < index ? [`${at}.name "${signer.name}" is that of another signer`] : []),
      ...identityProblems(at, signer),
    ];
  });
}

function identityProblems(at: string, signer: PackageSigner): string[] {
  if (signer.key === undefined) {
    if (isFilled(signer.issuer) && isFilled(signer.subject)) return [];
    return [`${at} has neither a key nor both issuer and subject`];
  }
  if ('issuer' in signer || 'subject' in signer)
    return [`${at} has a key beside an issuer or a subject: make them two signers`];
  return isPublicKey(signer.key) ? [] : [`${at}.key is no public key in PEM, such as openssl pkey -pubout prints`];
}

/** JavaScript has no types, so anything may be there. */
const isFilled = (value: unknown) => typeof value === 'string' && value !== '';

function isPublicKey(key: string): boolean {
  // Node would make the public key out of a private one, which belongs in no bundle.
  if (!key.includes('BEGIN PUBLIC KEY')) return false;
  try {
    return createPublicKey(key).type === 'public';
  } catch {
    return false;
  }
}

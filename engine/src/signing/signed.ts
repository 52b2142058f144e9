/** All signatures of one package, as a file of a release keeps them. */
import { UserError } from '../errors.ts';
import { type Envelope, envelopeOf, isEnvelope, statementsBy, statementsIn } from './attestation.ts';
import type { PublicKey, Signer } from './key.ts';
import { type Signature, signatureOf, signatureProblem, type Subject } from './signature.ts';

/** The signatures of a package, and the statements about it that are signed. */
export interface Signed {
  readonly signatures: readonly Signature[];
  readonly attestations: readonly Envelope[];
}

/** What is signed by nobody. */
export const unsigned: Signed = { signatures: [], attestations: [] };

/** Adds the signatures of the subject and of the statements that are not by this key yet. */
export function withSignatures(
  signed: Signed,
  subject: Subject,
  statements: readonly string[],
  signer: Signer,
): Signed {
  const { publicKey } = signer;
  const isSigned = signatureProblem(signed.signatures, subject, publicKey) === undefined;
  const present = new Set(statementsBy(signed.attestations, publicKey).map(({ text }) => text));
  const missing = statements.filter((text) => !present.has(text));
  return {
    signatures: isSigned ? signed.signatures : [...signed.signatures, signatureOf(subject, signer)],
    attestations: [...signed.attestations, ...missing.map((text) => envelopeOf(text, signer))],
  };
}

/** Why the key has not signed exactly this statement; undefined if it has. Completes a sentence that begins with the package. */
export function attestationProblem({ attestations }: Signed, statement: string, key: PublicKey): string | undefined {
  const [{ predicateType = '' } = {}] = statementsIn(Buffer.from(statement));
  const by = statementsBy(attestations, key).filter((each) => each.predicateType === predicateType);
  if (by.length === 0) return `has no attestation ${predicateType} by this key`;
  return by.some(({ text }) => text === statement)
    ? undefined
    : `has an attestation ${predicateType} by this key, but of another document`;
}

/** The file of a release with these signatures. */
export function signedText({ signatures, attestations }: Signed): string {
  const coded = signatures.map(({ payload, signature }) => ({
    payload: Buffer.from(payload).toString('base64'),
    signature,
  }));
  return `${JSON.stringify({ signatures: coded, attestations }, null, 2)}\n`;
}

/** The signatures in the text of `file`. Throws a `UserError` if it is none that `planesmith sign` writes. */
export function readSigned(text: string, file: string): Signed {
  let value: { readonly signatures?: unknown; readonly attestations?: unknown } | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch (cause) {
    throw new UserError(`${file} is no JSON: ${(cause as Error).message}`, { hint, cause });
  }
  const { signatures, attestations, ...others } = value ?? {};
  const isFile =
    Array.isArray(signatures) &&
    Array.isArray(attestations) &&
    Object.keys(others).length === 0 &&
    attestations.every(isEnvelope);
  if (!isFile) throw new UserError(`${file} is not as planesmith sign writes it`, { hint });
  return { signatures: signatures.map((each) => signatureIn(each, file)), attestations };
}

const hint = 'remove it, and sign the release again';

function signatureIn(value: unknown, file: string): Signature {
  const { payload, signature } = (value ?? {}) as Partial<Record<keyof Signature, unknown>>;
  if (typeof payload === 'string' && typeof signature === 'string') {
    return { payload: new Uint8Array(Buffer.from(payload, 'base64')), signature };
  }
  throw new UserError(`${file} has a signature without payload or signature`, { hint });
}

/** Attestations: statements of in-toto in signed envelopes (https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md). */
import { type Digest, hexOf } from '../xpkg/digest.ts';
import type { PublicKey, Signer } from './key.ts';
import type { Subject } from './signature.ts';

/** The types of the predicates that a release has. */
export const predicateTypes = {
  sbom: 'https://cyclonedx.org/bom',
  provenance: 'https://slsa.dev/provenance/v1',
} as const;

/** The type of the payload of every envelope here. */
export const statementType = 'application/vnd.in-toto+json';

export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** What an attestation says. */
export interface Statement {
  readonly text: string;
  readonly predicateType: string;
  /** The digests of what it is about. */
  readonly digests: readonly Digest[];
}

/** The statement that the SBOM, a document of CycloneDX, is the subject's. */
export function sbomStatement({ name, digest }: Subject, sbom: unknown): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: hexOf(digest) } }],
    predicateType: predicateTypes.sbom,
    predicate: sbom,
  });
}

/** The envelope with this statement, signed. */
export function envelopeOf(statement: string, signer: Signer): Envelope {
  const payload = Buffer.from(statement);
  const sig = signer.sign(authenticated(statementType, payload));
  return { payloadType: statementType, payload: payload.toString('base64'), signatures: [{ keyid: '', sig }] };
}

/** The envelope in these bytes; undefined if they are none. */
export function readEnvelope(bytes: Uint8Array): Envelope | undefined {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<Envelope> | null;
    return isEnvelope(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the value is an envelope. */
export function isEnvelope(value: unknown): value is Envelope {
  const { payloadType, payload, signatures } = (value ?? {}) as Partial<Record<keyof Envelope, unknown>>;
  const isSigned = (each: unknown) => typeof (each as { sig?: unknown } | null)?.sig === 'string';
  return (
    typeof payloadType === 'string' &&
    typeof payload === 'string' &&
    Array.isArray(signatures) &&
    signatures.every(isSigned)
  );
}

/** The statements in those envelopes that are signed by the key. */
export function statementsBy(envelopes: readonly Envelope[], key: PublicKey): Statement[] {
  return envelopes.flatMap(({ payloadType, payload, signatures }) => {
    const bytes = Buffer.from(payload, 'base64');
    const isGenuine = signatures.some(({ sig }) => key.verifies(authenticated(payloadType, bytes), sig));
    return isGenuine && payloadType === statementType ? statementsIn(bytes) : [];
  });
}

/** The statement in these bytes, or none. */
export function statementsIn(bytes: Uint8Array): Statement[] {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const { predicateType, subject } = JSON.parse(text) as {
      readonly predicateType: unknown;
      readonly subject: readonly { readonly digest?: { readonly sha256?: unknown } }[];
    };
    if (typeof predicateType !== 'string') return [];
    return [{ text, predicateType, digests: subject.map(({ digest }): Digest => `sha256:${digest?.sha256}`) }];
  } catch {
    return [];
  }
}

/** The bytes that are signed, in which no type can be taken for a part of the payload. */
function authenticated(type: string, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

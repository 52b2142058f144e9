/** Signatures as registries keep them, in layers as cosign writes them. */
import { type Envelope, readEnvelope, statementsIn } from './attestation.ts';
import type { Signature } from './signature.ts';
import type { Signed } from './signed.ts';

/** A layer of an image that holds signatures. */
export interface SignatureLayer {
  readonly mediaType: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

const signatureKey = 'dev.cosignproject.cosign/signature';
const signatureType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const envelopeType = 'application/vnd.dsse.envelope.v1+json';

/** The layers of the signatures, and those of the attestations. */
export function toLayers({ signatures, attestations }: Signed): {
  readonly sig: readonly SignatureLayer[];
  readonly att: readonly SignatureLayer[];
} {
  return { sig: signatures.map(signatureLayer), att: attestations.map(envelopeLayer) };
}

/** The signatures and attestations in these layers; layers of anything else are left out. */
export function fromLayers(sig: readonly SignatureLayer[], att: readonly SignatureLayer[]): Signed {
  return {
    signatures: sig.flatMap(({ annotations, bytes }) => {
      const signature = annotations[signatureKey];
      return typeof signature === 'string' ? [{ payload: bytes, signature }] : [];
    }),
    attestations: att.flatMap(({ bytes }) => readEnvelope(bytes) ?? []),
  };
}

function signatureLayer({ payload, signature }: Signature): SignatureLayer {
  return { mediaType: signatureType, annotations: { [signatureKey]: signature }, bytes: payload };
}

function envelopeLayer(envelope: Envelope): SignatureLayer {
  const [statement] = statementsIn(Buffer.from(envelope.payload, 'base64'));
  // cosign insists on the annotation, whose signature is in the envelope.
  const annotations = { [signatureKey]: '', ...(statement && { predicateType: statement.predicateType }) };
  return { mediaType: envelopeType, annotations, bytes: Buffer.from(JSON.stringify(envelope)) };
}

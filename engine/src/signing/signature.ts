/**
 * The signature of a package: the simple signing of containers, as cosign writes it
 * (https://github.com/sigstore/cosign/blob/v3.0.6/specs/SIGNATURE_SPEC.md). What is signed names the package by digest.
 */
import type { Digest } from '../xpkg/digest.ts';
import type { PublicKey, Signer } from './key.ts';

/** What is signed: an index, a manifest or an artifact, at its place in a registry. */
export interface Subject {
  /** `host/repository`. */
  readonly name: string;
  readonly digest: Digest;
}

/** A signature, which is base64, and the bytes that it is of. */
export interface Signature {
  readonly payload: Uint8Array;
  readonly signature: string;
}

/** A new signature of the subject. */
export function signatureOf({ name, digest }: Subject, signer: Signer): Signature {
  const critical = {
    identity: { 'docker-reference': name },
    image: { 'docker-manifest-digest': digest },
    type: 'cosign container image signature',
  };
  const payload = new TextEncoder().encode(JSON.stringify({ critical, optional: null }));
  return { payload, signature: signer.sign(payload) };
}

/** Why none of the signatures says that the subject is by the owner of the key; undefined if one does. Completes a sentence. */
export function signatureProblem(
  signatures: readonly Signature[],
  subject: Subject,
  key: PublicKey,
): string | undefined {
  if (signatures.length === 0) return 'has no signature';
  const genuine = signatures.filter(({ payload, signature }) => key.verifies(payload, signature));
  if (genuine.length === 0) {
    return `has ${signatures.length === 1 ? 'a signature' : `${signatures.length} signatures`}, but none by this key of what it says`;
  }
  const problems = genuine.map(({ payload }) => claimProblem(payload, subject));
  return problems.includes(undefined) ? undefined : problems[0];
}

/** Why the payload, which is genuine, is of something else. */
function claimProblem(payload: Uint8Array, { name, digest }: Subject): string | undefined {
  const { type, image, identity } = criticalIn(payload);
  const signed = image?.['docker-manifest-digest'];
  const place = identity?.['docker-reference'];
  if (type !== 'cosign container image signature') return 'has a signature by this key, but of no image';
  if (signed !== digest) return `has a signature by this key, but of ${shown(signed)}`;
  // A mirror has another host and other folders. A package in the place of another one is not what its user asks for.
  if (typeof place === 'string' && lastName(place) === lastName(name)) return undefined;
  return `has a signature by this key, but as ${shown(place)}`;
}

interface Critical {
  readonly type?: unknown;
  readonly image?: { readonly 'docker-manifest-digest'?: unknown };
  readonly identity?: { readonly 'docker-reference'?: unknown };
}

function criticalIn(payload: Uint8Array): Critical {
  try {
    const { critical } = JSON.parse(Buffer.from(payload).toString('utf8')) as { critical?: Critical | null };
    return critical ?? {};
  } catch {
    return {};
  }
}

/** Without host and folders, and without the tag that cosign may add. */
function lastName(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1).replace(/[:@].*$/, '');
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 200) ?? 'nothing';
}

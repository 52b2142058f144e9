/** Digests of bytes in the notation of OCI. */
import { createHash } from 'node:crypto';

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

/** The digest of these bytes. */
export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** True if `text` is a sha256 digest. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && /^sha256:[0-9a-f]{64}$/.test(text);
}

/** The hex digits of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

/** The UID of an XR that has none. */
import { createHash } from 'node:crypto';
import type { KubernetesObject } from './object.ts';

/**
 * The version 5 UUID (RFC 9562, SHA-1, nil namespace) of `<group>/<version>, Kind=<kind>`, namespace and name, separated by NUL. Crossplane's
 * own render has the same rule (core internal/render/composite/render.go), so both give the same owner references.
 */
export function uidOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const identity = `${apiVersion}, Kind=${kind}\0${metadata.namespace ?? ''}\0${metadata.name ?? ''}`;
  const hash = createHash('sha1').update(Buffer.alloc(16)).update(identity).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

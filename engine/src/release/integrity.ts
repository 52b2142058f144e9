/** The integrity of npm packages, which lock files have in the form of Subresource Integrity. */

/** The hex digits of a sha512; undefined for another algorithm. */
export function integrityHex(integrity: string): string | undefined {
  const [, base64] = /(?:^|\s)sha512-([A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(integrity) ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
}

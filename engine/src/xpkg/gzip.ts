/** Gzip whose bytes depend on the lockfile only: written by pako, whatever zlib this Node was built with. */
import { gunzipSync } from 'node:zlib';
import { gzip as deflate } from 'pako';
import pako from 'pako/package.json' with { type: 'json' };

const level = 6;

/** Names what decides the compressed bytes besides the content: compressor, version and level. */
export const gzipIdentity = `pako-${pako.version}-${level}`;

/** The content compressed, without a time, a name or the writer's system in the header. */
export function gzip(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return deflate(content, { level, chunkSize: 65_536 });
}

/** The content of a gzip stream; throws where the stream is broken. */
export function gunzip(compressed: Uint8Array): Uint8Array<ArrayBuffer> {
  return gunzipSync(compressed);
}

/** True where the bytes begin as a gzip stream does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

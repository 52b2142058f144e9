/** Gzip with pako, whose bytes depend on the lockfile only and not on the zlib of this Node. */
import { gunzipSync } from 'node:zlib';
import { gzip as deflate } from 'pako';
import pako from 'pako/package.json' with { type: 'json' };

const level = 6;

/** Compressor, version and level, which decide the compressed bytes together with the content. */
export const gzipIdentity = `pako-${pako.version}-${level}`;

/** The compressed content, with a header without time, file name and operating system. */
export function gzip(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return deflate(content, { level, chunkSize: 65_536 });
}

/** The content of a gzip stream; throws if the stream is broken, or its content has more bytes than `maxOutputLength`. */
export function gunzip(compressed: Uint8Array, maxOutputLength?: number): Uint8Array<ArrayBuffer> {
  return gunzipSync(compressed, maxOutputLength === undefined ? {} : { maxOutputLength });
}

/** True if the bytes begin like a gzip stream. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

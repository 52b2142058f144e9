import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from './digest.ts';
import { gunzip, gzip, gzipIdentity, isGzip } from './gzip.ts';

/** A compressible text with the size of a large package. */
const stream = new TextEncoder().encode(
  Array.from({ length: 20_000 }, (_, n) => `kind: Widget\nname: widget-${(n * 7919) % 997}\n`).join('---\n'),
);

describe('gzip', () => {
  it('names its compressor and version', () => {
    expect(gzipIdentity).toMatch(/^pako-\d+\.\d+\.\d+-6$/);
  });

  it('has the same bytes with the locked version of pako', () => {
    expect(digestOf(gzip(stream))).toBe('sha256:4f374f1e7d0c6bfcf126eb298c9530e76cd682fa8bd2e30f3bcc2ba51c5d35a9');
  });

  it('agrees with the zlib of this Node', () => {
    expect(gzip(stream)).toEqual(new Uint8Array(gzipSync(stream, { level: 6 })));
  });

  it('has a header without time and name', () => {
    expect([...gzip(stream).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    expect(isGzip(gzip(stream))).toBe(true);
    expect(isGzip(stream)).toBe(false);
  });

  it('restores any content, also with zlib', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000, size: 'max' }), (content) => {
        const compressed = gzip(content);
        expect(new Uint8Array(gunzip(compressed))).toEqual(content);
        expect(new Uint8Array(gunzipSync(compressed))).toEqual(content);
      }),
    );
  });
});

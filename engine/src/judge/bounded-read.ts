/** Reads a file as far as it can be judged in seconds and within the memory of a small machine. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const mostMebibytes = 8;
const mostDocuments = 100_000;
const mostChunkBytes = 1 << 20;

/** The bytes of a file, or of standard input as `0`; undefined if there are too many. A stream may have no end. */
export function readBounded(path: string | 0): Buffer | undefined {
  const handle = path === 0 ? 0 : openSync(path, 'r');
  const chunks: Buffer[] = [];
  try {
    // A folder may have many thousands of small files, of which each needs no megabyte. One byte more shows that the file ends.
    const chunkBytes = Math.min(mostChunkBytes, (fstatSync(handle).size || mostChunkBytes) + 1);
    for (let size = 0; size <= mostMebibytes << 20;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const bytes = readSync(handle, chunk);
      if (bytes === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, bytes));
      size += bytes;
    }
    return undefined;
  } finally {
    if (handle !== 0) closeSync(handle);
  }
}

/** Why a text is not read; undefined if it is. */
export function excess(text: string | undefined): string | undefined {
  if (text === undefined) return `this is larger than ${mostMebibytes} MiB, the most that is read: ${remedy}`;
  const markers = text.match(/^(?:---|\.\.\.)(?=\s|$)/gm)?.length ?? 0;
  return markers > mostDocuments
    ? `this has more than ${mostDocuments} documents, the most that are read: ${remedy}`
    : undefined;
}

const remedy = 'split it into several files';

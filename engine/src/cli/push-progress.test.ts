import { describe, expect, it } from 'vitest';
import type { PushItem } from '../registry/index.ts';
import { digestOf } from '../xpkg/digest.ts';
import { pushProgress } from './push-progress.ts';

const blobs = [1_000_000, 2_000_000].map((size) => {
  const bytes = new Uint8Array([size % 251]);
  return { digest: digestOf(bytes), size, bytes: async () => bytes };
});
const repository = { host: 'registry.example.org', repository: 'toys/toys-local' };
const item: PushItem = { name: 'toys-local', repository, tag: 'v1.2.3', artifact: { documents: [], blobs } };

/** What a push of the item writes to a stream. */
function written(isTTY: boolean): string {
  let text = '';
  const progress = pushProgress({ isTTY, write: (part: string | Uint8Array) => ((text += String(part)), true) });
  for (const { digest, size } of blobs) progress.report({ item, blob: digest, size, became: 'uploaded' });
  progress.report({ item, tag: 'v1.2.3', before: undefined });
  progress.end();
  return text;
}

describe('the progress of a push', () => {
  it('is one line on a terminal, which is empty at the end', () => {
    const erase = '\r\u001b[K';
    expect(written(true)).toBe(
      `${erase}toys-local: 1.0 MB of 3.0 MB${erase}toys-local: 3.0 MB of 3.0 MB` +
        `${erase}registry.example.org/toys/toys-local:v1.2.3 is set${erase}`,
    );
  });

  it('is a line for each package and tag elsewhere', () => {
    expect(written(false)).toBe('toys-local: 3.0 MB of 3.0 MB\nregistry.example.org/toys/toys-local:v1.2.3 is set\n');
  });

  it('counts each of several items of one repository for itself', () => {
    const lines: string[] = [];
    const progress = pushProgress({ isTTY: false, write: (part) => lines.push(String(part)) > 0 });
    for (const each of [item, { ...item, name: 'its signature' }])
      for (const { digest, size } of blobs) progress.report({ item: each, blob: digest, size, became: 'uploaded' });
    expect(lines).toEqual(['toys-local: 3.0 MB of 3.0 MB\n', 'its signature: 3.0 MB of 3.0 MB\n']);
  });
});

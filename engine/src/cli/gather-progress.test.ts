import { describe, expect, it } from 'vitest';
import { gatherProgress } from './gather-progress.ts';

/** What the gathering of two sources writes to a stream. */
function written(isTTY: boolean): string {
  let text = '';
  const progress = gatherProgress({ isTTY, write: (part: string | Uint8Array) => ((text += String(part)), true) });
  const source = { name: 'registry.example.org/toys:v1', documents: [], blobs: [] };
  for (const missing of [3_000_000, 1_000_000, 0]) progress.report({ source, missing });
  progress.report({ source: { ...source, name: 'registry.example.org/dolls:v1' }, missing: 0 });
  progress.end();
  return text;
}

describe('the progress of a bundle', () => {
  it('is a line for each source that is fetched, where nobody watches', () => {
    expect(written(false)).toBe('registry.example.org/toys:v1: 3.0 MB to come\n');
  });

  it('is one line on a terminal, which is gone at the end', () => {
    const lines = written(true).split('\r\u001b[K');
    expect(lines).toEqual([
      '',
      'registry.example.org/toys:v1: 3.0 MB to come',
      'registry.example.org/toys:v1: 1.0 MB to come',
      'registry.example.org/toys:v1: all is there',
      'registry.example.org/dolls:v1: all is there',
      '',
    ]);
  });
});

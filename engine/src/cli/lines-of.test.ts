import { describe, expect, it } from 'vitest';
import { LinesOf } from './lines-of.ts';

const heardFrom = (pieces: readonly string[]) => {
  const lines: string[] = [];
  let tooLong = 0;
  const reader = new LinesOf(
    (line) => lines.push(line),
    () => (tooLong += 1),
  );
  for (const piece of pieces) reader.add(piece);
  return { lines, tooLong };
};

describe('the lines of a program', () => {
  it.each([
    { reason: 'a line comes in pieces', pieces: ['a', 'b\nc', '\n'], lines: ['ab', 'c'] },
    { reason: 'a piece has several lines', pieces: ['a\nb\n\nc\n'], lines: ['a', 'b', '', 'c'] },
    { reason: 'the last line has no end', pieces: ['a\nb'], lines: ['a'] },
  ])('are read if $reason', ({ pieces, lines }) => {
    expect(heardFrom(pieces)).toEqual({ lines, tooLong: 0 });
  });

  it('end somewhere, or somebody is told', () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const { lines, tooLong } = heardFrom(Array.from({ length: 70 }, () => megabyte));
    expect(lines).toEqual([]);
    expect(tooLong).toBe(1);
  });
});

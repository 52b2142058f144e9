import { expect, test } from 'vitest';
import { wrap } from './wrap.ts';

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

test.each([
  { reason: 'a short line stays', text: 'Widget  <Object>\n\n  size  <string>' },
  { reason: 'a word that is longer than a line stays whole', text: `  ${'x'.repeat(90)}` },
  { reason: 'a terminal too narrow for text breaks lines itself', text: `    ${words(20)}`, width: 30 },
])('$reason', ({ text, width = 50 }) => {
  expect(wrap(text, width)).toBe(text);
});

test('a long line is broken between words, and keeps its indent', () => {
  const lines = wrap(`  size\n    ${words(30)}`, 50).split('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => line.length > 50)).toEqual([]);
  expect(lines.slice(1).every((line) => /^ {4}\S.*\S$/.test(line))).toBe(true);
  expect(lines.slice(1).join(' ').replaceAll(/ +/g, ' ').trim()).toBe(words(30));
});

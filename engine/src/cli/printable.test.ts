import { describe, expect, it } from 'vitest';
import { oneLine, printable } from './printable.ts';

describe('printable', () => {
  it.each([
    { text: 'größer → 1\n\tb', shows: 'größer → 1\n\tb', reason: 'letters, line ends and tabs stay' },
    { text: '\u001b[31mred', shows: '\\u001b[31mred', reason: 'an escape code colours' },
    { text: '\u009b2J', shows: '\\u009b2J', reason: 'one character can begin an escape code too' },
    { text: 'a\rb\u0008', shows: 'a\\u000db\\u0008', reason: 'a cursor that moves back hides text' },
    { text: 'a\u202eb', shows: 'a\\u202eb', reason: 'text can run backwards' },
    { text: 'a\u2028b', shows: 'a\\u2028b', reason: 'there are other line ends' },
    { text: '::stop-commands::x', shows: '\\u003a:stop-commands::x', reason: 'the runner obeys' },
    { text: 'a\n \u00a0::add-mask::a', shows: 'a\n \u00a0\\u003a:add-mask::a', reason: 'it trims any space' },
    { text: 'a ::error::b', shows: 'a ::error::b', reason: 'this is no command inside a line' },
    { text: 'a ##[add-mask]b', shows: 'a \\u0023#[add-mask]b', reason: 'this is one anywhere' },
  ])('shows $text as $shows: $reason', ({ text, shows }) => {
    expect(printable(text)).toBe(shows);
  });

  it('reads a million empty lines at once', () => {
    expect(printable('\n'.repeat(1_000_000))).toHaveLength(1_000_000);
  });

  it('leaves out the end of a long line, also of one that is as large as a file', () => {
    const shown = printable(`a\n${'x'.repeat(30_000_000)}\nb`);
    expect(shown).toBe(`a\n${'x'.repeat(4000)}… (29996000 more characters)\nb`);
  });

  it('can be one line', () => {
    expect(oneLine('a\n::error::b\u0085c')).toBe('a\\u000a::error::b\\u0085c');
  });
});

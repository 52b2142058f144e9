import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRegExp } from './pattern.ts';

describe('a pattern of RE2', () => {
  it.each([
    ['^[a-z]+$', 'abc', true, 'what both languages share'],
    ['b', 'abc', true, 'a pattern without anchors matches anywhere'],
    ['.', '\n', false, 'a dot is anything but a newline'],
    ['.', '\r', true, 'only \\n is a newline'],
    ['(?s).', '\n', true, 'the flag s includes newlines'],
    ['\\s', '\u00a0', false, '\\s is ASCII'],
    ['[[:alpha:]]', 'x', true, 'a POSIX class'],
    ['[^[:digit:]b]', 'b', false, 'a POSIX class among others'],
    ['[\\D1]', '1', true, 'a negated class inside of brackets'],
    ['[^\\D1]', '2', true, 'a negated class that is negated again'],
    ['(?i)ab', 'AB', true, 'case is ignored'],
    ['a(?i:b)', 'AB', false, 'case is ignored in one part only'],
    ['(?m)^b$', 'a\nb', true, 'anchors match at each line'],
    ['\\Aa\\z', 'a', true, 'start and end of the text'],
    ['(?P<word>a)', 'a', true, 'a named group'],
    ['\\x{1F600}', '😀', true, 'a code point'],
    ['^.$', '😀', true, 'which is one character'],
    ['\\p{Greek}', 'α', true, 'a script'],
    ['a{,2}', 'a{,2}', true, 'an invalid repetition is text'],
    ['[]a]', ']', true, 'a bracket right at the start of a class'],
    ['\\_', '_', true, 'an escaped sign'],
  ])('%j finds something in %j: %s (%s)', (pattern, text, isFound) => {
    expect(toRegExp(pattern).test(text)).toBe(isFound);
  });

  it.each([
    ['(?=a)', /no lookahead/, 'needs backtracking'],
    ['(?<!a)b', /no lookahead or lookbehind/, 'likewise'],
    ['(a)\\1', /no backreferences/, 'likewise'],
    ['a**', /nested repetition/, 'ambiguous'],
    ['a{1001}', /1000/, 'too many states'],
    ['*a', /missing argument/, 'nothing to repeat'],
    ['{2}', /missing argument/, 'nothing to repeat'],
    ['(a', /missing closing \)/, 'unfinished'],
    ['[a', /missing closing \]/, 'unfinished'],
    ['a)', /unexpected \)/, 'a group that does not begin'],
    ['[z-a]', /invalid character class range/, 'backwards'],
    ['\\p{Foo}', /unknown character class/, 'no such script'],
    ['\\e', /invalid escape/, 'no such escape'],
  ])('%j is refused (%s)', (pattern, reason) => {
    expect(() => toRegExp(pattern)).toThrow(reason);
  });

  it('takes any text literally when it is escaped', () => {
    const literal = fc.string({ unit: 'grapheme' });
    const escaped = (text: string) => `^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
    fc.assert(fc.property(literal, (text) => toRegExp(escaped(text)).test(text)));
  });
});

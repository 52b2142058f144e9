import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editorPattern } from './editor-pattern.ts';
import { toPattern } from './pattern.ts';

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
    expect(toPattern(pattern).test(text)).toBe(isFound);
  });

  it.each([
    ['(?=a)', /no lookahead/, 'needs backtracking'],
    ['(?<!a)b', /no lookahead or lookbehind/, 'likewise'],
    ['(a)\\1', /no backreferences/, 'likewise'],
    ['a**', /nested repetition/, 'ambiguous'],
    ['a{1001}', /1000 times at most/, 'too many states'],
    [
      '(a{31}){33}',
      /1000 times at most, with nested repetitions multiplied/,
      'too many states once they are multiplied',
    ],
    ['((a{10}b?){10}c*){11}', /invalid repeat count \{11\}/, 'likewise, three deep'],
    ['('.repeat(1001) + ')'.repeat(1001), /nests too deeply/, 'Go limits the depth'],
    ['*a', /missing argument/, 'nothing to repeat'],
    ['{2}', /missing argument/, 'nothing to repeat'],
    ['(a', /missing closing \)/, 'unfinished'],
    ['[a', /missing closing \]/, 'unfinished'],
    ['a)', /unexpected \)/, 'a group that does not begin'],
    ['[z-a]', /invalid character class range/, 'backwards'],
    ['\\p{Foo}', /invalid character class range/, 'no such script'],
    ['\\e', /invalid escape/, 'no such escape'],
  ])('%j is refused (%s)', (pattern, reason) => {
    expect(() => toPattern(pattern)).toThrow(reason);
  });

  it.each([
    ['^([a-z0-9]+-?)+$', 'a', '!', 'a repetition within a repetition'],
    ['^(a|aa)+$', 'a', '!', 'choices that overlap'],
    ['(.*)(.*)(.*)(.*)x$', 'y', 'z', 'repetitions one after the other'],
    ['[a-z]+@', 'a', '!', 'a search that begins anywhere'],
    ['(a|b)*a(a|b){20}$', 'ab', 'c', 'an expression with a million deterministic states'],
  ])('%s is matched against 100,000 characters at once (%s…%s: %s)', (expression, repeated, end) => {
    const text = repeated.repeat(100_000 / repeated.length) + end;
    expect(toPattern(expression).test(text)).toBe(false);
  });

  it.each([
    ['a*', 'baaac', ['', 'aaa', ''], 'no empty match right after another one'],
    ['😀|', 'a😀b', ['', '😀', ''], 'characters beyond the basic plane'],
    ['[0-9]+', '1a22', ['1', '22'], 'all of them'],
  ])('%j finds in %j: %j (%s)', (expression, text, matches) => {
    expect(toPattern(expression).find(text, -1)).toEqual(matches);
    expect(toPattern(expression).find(text, 1)).toEqual(matches.slice(0, 1));
  });

  it('takes any text literally when it is escaped', () => {
    const literal = fc.string({ unit: 'grapheme' });
    const escaped = (text: string) => `^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
    fc.assert(fc.property(literal, (text) => toPattern(escaped(text)).test(text)));
  });
});

describe('the pattern for editors', () => {
  it.each<[string, string | undefined, string]>([
    ['^[a-z]([a-z0-9]|-[a-z0-9])*$', '^[a-z]([a-z0-9]|-[a-z0-9])*$', 'what both languages share'],
    ['^\\S+( \\S+){5}$', '^[^\\t\\n\\f\\r ]+( [^\\t\\n\\f\\r ]+){5}$', 'whitespace is ASCII'],
    ['a.c', 'a[^\\n]c', 'a dot is all but one character'],
    ['\\[[\\]\\-a]\\x20', '\\[[\\]\\-a]\\x20', 'escapes of both'],
    ['(?i)a', undefined, 'flags'],
    ['(?P<word>a)', undefined, 'names of groups'],
    ['[[:alpha:]]', undefined, 'a POSIX class'],
    ['[]a]', undefined, 'a bracket that JavaScript takes for the end of the class'],
    ['\\pL', undefined, 'a class of Unicode'],
    ['[\\d-z]', undefined, 'a hyphen that JavaScript takes for a range'],
    ['^*a', undefined, 'an anchor that is repeated'],
    ['a{,2}', undefined, 'text that is no repetition'],
    ['\\Aa\\z', undefined, 'anchors that JavaScript does not have'],
    ['[^\\s@\\\\s]', '[^\\t\\n\\f\\r @\\\\s]', 'whitespace among other characters'],
    ['[^\\S@]', undefined, 'all but whitespace among other characters'],
  ])('of %j is %j (%s)', (expression, shared) => {
    expect(editorPattern(expression)).toBe(shared);
    if (shared !== undefined) expect(() => new RegExp(shared, 'u')).not.toThrow();
  });
});

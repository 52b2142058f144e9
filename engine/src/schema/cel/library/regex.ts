/** Matching with regular expressions: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/regex.go */
import { toRegExp } from '../../pattern/pattern.ts';
import type { CelLibrary } from './function.ts';

/** Compiled expressions; there are few, since rules come from schemas and not from claims. */
const compiled = new Map<string, RegExp>();

function regExp(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? toRegExp(pattern, 'g');
  compiled.set(pattern, known);
  known.lastIndex = 0;
  return known;
}

/** All matches up to `limit`; an empty match right after another match does not count. */
function findAll(text: string, pattern: string, limit: bigint): string[] {
  const found: string[] = [];
  let end = -1;
  for (const { 0: match, index } of text.matchAll(regExp(pattern))) {
    if (limit >= 0n && BigInt(found.length) >= limit) break;
    if (match !== '' || index !== end) found.push(match);
    end = index + match.length;
  }
  return found;
}

const matches = (text: string, pattern: string) => regExp(pattern).test(text);

export const regex: CelLibrary = {
  functions: [
    { signature: 'string.matches(string): bool', run: matches },
    { signature: 'matches(string, string): bool', run: matches },
    {
      signature: 'string.find(string): string',
      run: (text: string, pattern: string) => findAll(text, pattern, 1n)[0] ?? '',
    },
    {
      signature: 'string.findAll(string): list<string>',
      run: (text: string, pattern: string) => findAll(text, pattern, -1n),
    },
    { signature: 'string.findAll(string, int): list<string>', run: findAll },
  ],
};

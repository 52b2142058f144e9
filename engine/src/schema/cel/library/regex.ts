/** Matching with regular expressions: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/regex.go */
import { toRegExp } from '../../pattern/pattern.ts';
import type { CelLibrary } from './function.ts';

/** Rules come from the platform's own schemas, so there are few expressions. */
const made = new Map<string, RegExp>();

function regExp(pattern: string): RegExp {
  const known = made.get(pattern) ?? toRegExp(pattern, 'g');
  made.set(pattern, known);
  known.lastIndex = 0;
  return known;
}

/** An empty match right behind another one does not count. */
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

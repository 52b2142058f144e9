/** Matching with regular expressions: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/regex.go */
import { toPattern } from '../../pattern/pattern.ts';
import type { CelLibrary } from './function.ts';

const matches = (text: string, pattern: string) => toPattern(pattern).test(text);
const findAll = (text: string, pattern: string, limit: bigint) => toPattern(pattern).find(text, Number(limit));

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

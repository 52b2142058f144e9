/** CEL's functions that treat lists as sets: https://github.com/google/cel-go/blob/v0.26.0/ext/sets.go */
import { equal } from './equality.ts';
import type { CelLibrary } from './function.ts';

class Sets {}

function contains(list: readonly unknown[], sublist: readonly unknown[]): boolean {
  return sublist.every((item) => list.some((other) => equal(other, item)));
}

export const sets: CelLibrary = {
  namespaces: [{ word: 'sets', type: { name: 'kubernetes.Sets', ctor: Sets } }],
  functions: [
    {
      signature: 'kubernetes.Sets.contains(list<T>, list<T>): bool',
      run: (_: Sets, list: readonly unknown[], sublist: readonly unknown[]) => contains(list, sublist),
    },
    {
      signature: 'kubernetes.Sets.equivalent(list<T>, list<T>): bool',
      run: (_: Sets, a: readonly unknown[], b: readonly unknown[]) => contains(a, b) && contains(b, a),
    },
    {
      signature: 'kubernetes.Sets.intersects(list<T>, list<T>): bool',
      run: (_: Sets, a: readonly unknown[], b: readonly unknown[]) => a.some((item) => contains(b, [item])),
    },
  ],
};

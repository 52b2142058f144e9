/** Kubernetes' functions on lists: https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/library/lists.go */
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { equal } from './equality.ts';
import { type CelFunction, type CelLibrary, orderedTypes } from './function.ts';

type Ordered = string | bigint | number | boolean | Date | Duration;

function isSorted(list: readonly Ordered[]): boolean {
  return list.every((item, i) => i === 0 || !(list[i - 1]! > item));
}

function extreme(name: string, better: (a: Ordered, b: Ordered) => boolean) {
  return (list: readonly Ordered[]): Ordered => {
    if (list.length === 0) throw new Error(`${name} called on empty list`);
    return list.reduce((best, item) => (better(item, best) ? item : best));
  };
}

function sumOfIntegers(list: readonly bigint[]): bigint {
  const sum = list.reduce((total, item) => total + item, 0n);
  if (BigInt.asIntN(64, sum) !== sum) throw new Error('integer overflow');
  return sum;
}

const ordered = orderedTypes.flatMap((type): CelFunction[] => [
  { signature: `list<${type}>.isSorted(): bool`, run: isSorted },
  { signature: `list<${type}>.min(): ${type}`, run: extreme('min', (a, b) => a < b) },
  { signature: `list<${type}>.max(): ${type}`, run: extreme('max', (a, b) => a > b) },
]);

const duration = 'google.protobuf.Duration';

export const lists: CelLibrary = {
  functions: [
    ...ordered,
    { signature: 'list<int>.sum(): int', run: sumOfIntegers },
    { signature: 'list<double>.sum(): double', run: (list: readonly number[]) => list.reduce((a, b) => a + b, 0) },
    {
      signature: `list<${duration}>.sum(): ${duration}`,
      run: (list: readonly Duration[]) => list.reduce((a, b) => a.addDuration(b), new Duration(0n, 0)),
    },
    {
      signature: 'list<A>.indexOf(A): int',
      run: (list: readonly unknown[], item: unknown) => BigInt(list.findIndex((other) => equal(other, item))),
    },
    {
      signature: 'list<A>.lastIndexOf(A): int',
      run: (list: readonly unknown[], item: unknown) => BigInt(list.findLastIndex((other) => equal(other, item))),
    },
  ],
};

import { expect, test } from 'vitest';
import { always, conditionTrue, starting } from './index.ts';

const ready = conditionTrue('Ready');
const object = (condition: object, generation?: number) => ({
  metadata: { generation },
  status: {
    conditions: [
      { type: 'Synced', status: 'True' },
      { type: 'Ready', ...condition },
    ],
  },
});

const rows = [
  { reason: 'the condition is True', observed: object({ status: 'True' }), expected: true },
  {
    reason: 'it says why not',
    observed: object({ status: 'False', reason: 'Creating', message: 'wait' }),
    expected: 'Ready is False: wait',
  },
  {
    reason: 'it says at least a reason',
    observed: object({ status: 'False', reason: 'Creating' }),
    expected: 'Ready is False: Creating',
  },
  { reason: 'it says nothing', observed: object({ status: 'Unknown' }), expected: 'Ready is Unknown' },
  { reason: 'nothing is reported yet', observed: {}, expected: starting },
  {
    reason: 'only others report',
    observed: { status: { conditions: [{ type: 'Synced', status: 'True' }] } },
    expected: starting,
  },
  {
    reason: 'it speaks of the stored generation',
    observed: object({ status: 'True', observedGeneration: 2 }, 2),
    expected: true,
  },
  {
    reason: 'it speaks of an older generation',
    observed: object({ status: 'True', observedGeneration: 1 }, 2),
    expected: 'Ready is not reported for the latest change yet',
  },
];
test.each(rows)('$expected: $reason', ({ observed, expected }) => {
  expect(ready(observed)).toBe(expected);
});

test('a kind without status is ready when it exists', () => {
  expect(always()).toBe(true);
});

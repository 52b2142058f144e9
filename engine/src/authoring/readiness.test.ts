import { expect, test } from 'vitest';
import { ready } from './index.ts';

const isReady = ready.condition('Ready');
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
  { reason: 'nothing is reported yet', observed: {}, expected: ready.starting },
  {
    reason: 'only others report',
    observed: { status: { conditions: [{ type: 'Synced', status: 'True' }] } },
    expected: ready.starting,
  },
  {
    reason: 'it speaks of the stored generation',
    observed: object({ status: 'True', observedGeneration: 2 }, 2),
    expected: true,
  },
  {
    reason: 'it speaks of an older generation',
    observed: object({ status: 'True', observedGeneration: 1 }, 2),
    expected: ready.starting,
  },
];
test.each(rows)('$expected: $reason', ({ observed, expected }) => {
  expect(isReady(observed)).toBe(expected);
});

test('a kind without status is ready when it exists', () => {
  expect(ready.exists()).toBe(true);
});

const available = { type: 'Ready', status: 'True', reason: 'Available' };
const synced = (status: string, more: object = {}) => ({ type: 'Synced', status, ...more });

const managedRows = [
  { reason: 'it exists and matches its spec', conditions: [available, synced('True')], expected: true },
  {
    reason: 'providers mark Ready without a generation, so only Synced tells which change it is about',
    conditions: [available, synced('True', { observedGeneration: 1 })],
    expected: ready.starting,
  },
  {
    reason: 'it does not match its spec',
    conditions: [available, synced('False', { reason: 'ReconcileError', message: 'cannot downgrade' })],
    expected: 'Synced is False: cannot downgrade',
  },
  {
    reason: 'an operation in the background failed, which Synced forgets',
    conditions: [
      { type: 'Ready', status: 'False', reason: 'Creating' },
      synced('True'),
      { type: 'LastAsyncOperation', status: 'False', reason: 'AsyncCreateFailure', message: 'quota exceeded' },
    ],
    expected: 'LastAsyncOperation is False: quota exceeded',
  },
  {
    reason: 'a provider that cannot even look says nothing of Ready',
    conditions: [synced('False', { reason: 'ReconcileError', message: 'connection refused' })],
    expected: 'Synced is False: connection refused',
  },
  {
    reason: 'it is being created',
    conditions: [{ type: 'Ready', status: 'False', reason: 'Creating' }, synced('True')],
    expected: ready.starting,
  },
  { reason: 'it was only taken up', conditions: [synced('True')], expected: ready.starting },
  { reason: 'nothing is reported yet', conditions: [], expected: ready.starting },
];
test.each(managedRows)('a managed resource: $expected: $reason', ({ conditions, expected }) => {
  expect(ready.managed({ metadata: { generation: 2 }, status: { conditions } })).toBe(expected);
});

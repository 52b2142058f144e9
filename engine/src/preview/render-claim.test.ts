import { expect, it } from 'vitest';
import type { Condition, KubernetesObject } from '../render/index.ts';
import { refusalOf } from './render-claim.ts';

const condition = (reason: string, status: Condition['status'] = 'False'): Condition => ({
  type: 'Provisioned',
  status,
  reason,
  message: `${reason} it is`,
  lastTransitionTime: '2024-01-01T00:00:00Z',
});
const something: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };

it.each([
  {
    reason: 'all is granted',
    composed: [something],
    conditions: [condition('Available', 'True')],
    expected: undefined,
  },
  { reason: 'it is being created', composed: [something], conditions: [condition('NotReady')], expected: undefined },
  {
    reason: 'a change of what exists is refused',
    composed: [something],
    conditions: [condition('Refused')],
    expected: 'Refused it is',
  },
  { reason: 'a new claim is refused', composed: [], conditions: [condition('Refused')], expected: 'Refused it is' },
  { reason: 'nothing is composed', composed: [], conditions: [condition('Odd')], expected: 'Odd it is' },
])('a refusal is reported: $reason', ({ reason, composed, conditions, expected }) => {
  expect(refusalOf({ results: [], composed, conditions }), reason).toBe(expected);
});

it.each(['Fatal', 'Warning'] as const)('a result says more than any condition if it is %s', (severity) => {
  const results = [{ severity, message: 'no facts' }];
  expect(refusalOf({ results, composed: [], conditions: [condition('Refused')] })).toBe('no facts');
});

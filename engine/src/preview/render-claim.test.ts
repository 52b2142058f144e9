import { describe, expect, it } from 'vitest';
import { platform } from '../index.ts';
import type { Condition, KubernetesObject } from '../render/index.ts';
import { apis, functions } from '../testing/widget.ts';
import { claimRenderer, refusalOf } from './render-claim.ts';

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

describe('a claim of a package with several targets', () => {
  const hybrid = platform({
    name: 'toys',
    group: 'toys.example.org',
    registry: 'registry.example.org/toys',
    crossplane: '>=v2.4.0',
    version: '1.2.3',
    apis,
    compositions: async () => ({ compositions: {} }),
    functions: async () => ({ functions }),
    packages: [{ name: 'toys', targets: ['local', 'cloud'], flavour: 'namespaced' }],
  });
  const widget: KubernetesObject = {
    apiVersion: 'toys.example.org/v1alpha1',
    kind: 'Widget',
    metadata: { name: 'big', namespace: 'team-a' },
    spec: {},
  };
  const environmentWith = (data: object): KubernetesObject => ({
    apiVersion: 'apiextensions.crossplane.io/v1beta1',
    kind: 'EnvironmentConfig',
    metadata: { name: 'toys' },
    data: { name: 'dev', version: '1', cloud: { region: 'moon' }, ...data },
  });

  it.each([
    { data: {}, options: {}, expected: 'local', reason: 'the first of the package' },
    { data: { targets: { widgets: 'cloud' } }, options: {}, expected: 'cloud', reason: 'the environment’s choice' },
    {
      data: { targets: { widgets: 'cloud' } },
      options: { target: 'local' },
      expected: 'local',
      reason: 'a target that was asked for',
    },
  ])('is rendered on $expected: $reason', async ({ data, options, expected }) => {
    const render = await claimRenderer(hybrid, options);
    const { xr } = await render(widget, { environment: environmentWith(data) });
    expect(xr['status']).toMatchObject({ target: expected });
  });
});

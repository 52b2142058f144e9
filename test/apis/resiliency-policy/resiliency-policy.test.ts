/** ResiliencyPolicy: the resources of a claim, and the claims that are refused. */
import { applyDefaults, check } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { presets, resiliencyPolicy } from '../../../apis/resiliency-policy.ts';
import { facts, readyClaim } from '../../fixtures.ts';

const specOf = (spec: object) => applyDefaults(resiliencyPolicy.spec, spec) as Record<string, unknown>;

/** The composed Resiliency of a claim, and the claim's status. */
function answered(spec: object) {
  const claim = readyClaim({
    kind: 'ResiliencyPolicy',
    target: 'local',
    environment: facts('local'),
    spec: specOf(spec),
  });
  return { resiliency: claim.objects.get('resiliency'), status: claim.status };
}

describe('a policy', () => {
  test('is defined once, and every target refers to it', () => {
    const { resiliency } = answered({ callees: ['payments'], components: ['carts'] });
    const all = { timeout: 'calls', retry: 'calls', circuitBreaker: 'calls' };
    expect(resiliency?.['spec']).toEqual({
      policies: {
        timeouts: { calls: '10s' },
        retries: { calls: { policy: 'exponential', maxInterval: '5s', maxRetries: 3 } },
        circuitBreakers: { calls: { maxRequests: 1, timeout: '30s', trip: 'consecutiveFailures >= 5' } },
      },
      targets: { apps: { payments: all }, components: { carts: { outbound: all, inbound: all } } },
    });
    expect(resiliency).not.toHaveProperty('scopes');
  });

  test('applies only to the calls of its callers', () => {
    expect(answered({ callees: ['payments'], callers: ['checkout'] }).resiliency?.['scopes']).toEqual(['checkout']);
  });

  test.each(presets)('may override its preset %s', (preset) => {
    const { resiliency, status } = answered({ preset, callees: ['payments'], timeoutSeconds: 7, retries: 0 });
    expect(resiliency).toMatchObject({
      spec: { policies: { timeouts: { calls: '7s' }, retries: { calls: { maxRetries: 0 } } } },
    });
    expect(status).toMatchObject({ effective: { timeoutSeconds: 7, retries: 0 } });
  });

  test('has no preset beyond the limits of a claim', () => {
    for (const preset of presets) {
      const { effective } = answered({ preset, callees: ['payments'] }).status as {
        effective: { timeoutSeconds: number; retries: number };
      };
      const spec = { callees: ['payments'], timeoutSeconds: effective.timeoutSeconds, retries: effective.retries };
      expect(check(resiliencyPolicy.spec, specOf(spec))).toEqual([]);
    }
  });
});

test.each([
  { spec: {}, path: 'callees', reason: 'a policy needs a target' },
  {
    spec: { callees: ['payments'], timeoutSeconds: 61 },
    path: 'timeoutSeconds',
    reason: 'a minute is the longest timeout',
  },
  { spec: { callees: ['payments'], retries: 11 }, path: 'retries', reason: 'more retries overload a failing service' },
  { spec: { callees: ['Payments'] }, path: 'callees[0]', reason: 'app ids are names of services' },
])('is refused at $path: $reason', ({ spec, path }) => {
  expect(check(resiliencyPolicy.spec, specOf(spec)).map((issue) => issue.path)).toEqual([path]);
});

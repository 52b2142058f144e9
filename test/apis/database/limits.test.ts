/** Database: the limits of an environment. */
import { describe, expect, test } from 'vitest';
import { conditionOf } from '../../fixtures.ts';
import { at, claimIn, readyIn } from './fixtures.ts';

describe('limits', () => {
  const dev = { target: 'incluster', environment: 'dev' };
  test.each([
    { spec: { size: 'large' }, path: 'spec.size', reason: 'dev has no large databases' },
    { spec: { storageGB: 101 }, path: 'spec.storageGB', reason: 'dev allows 100' },
    { spec: { version: '15' }, path: 'spec.version', reason: 'dev does not offer 15' },
  ])('$path $spec is refused to a new claim: $reason', ({ spec, path }) => {
    const claim = claimIn(dev, spec);
    const { response } = claim.settle();
    expect(claim.objects.size).toBe(0);
    expect(conditionOf(claim, 'Provisioned')).toMatchObject({
      status: 3,
      message: expect.stringContaining(path) as string,
    });
    expect(response.results.filter(({ severity }) => severity === 1)).toEqual([]);
  });

  test.each([
    { spec: { size: 'large' }, path: 'spec.size', reason: 'dev has no large databases' },
    { spec: { storageGB: 500 }, path: 'spec.storageGB', reason: 'dev allows 100' },
    {
      spec: { storageGB: 10 },
      path: 'spec.storageGB',
      reason: 'storage never shrinks, even if admission was bypassed',
    },
    { spec: { version: '16' }, path: 'spec.version', reason: 'the data is in 17 already' },
    { spec: { version: '15' }, path: 'spec.version', reason: 'dev does not offer 15' },
  ])('$path $spec does not change an existing claim: $reason', ({ spec, path }) => {
    const claim = readyIn(dev, { storageGB: 20 });
    const before = [...claim.objects];
    claim.spec = { ...claim.spec, ...spec };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
    expect(conditionOf(claim, 'Provisioned')?.message).toContain(path);
  });

  test('allow values up to and including the limit', () => {
    expect(readyIn(dev, { storageGB: 100, size: 'medium', version: '16' }).objects.size).toBeGreaterThan(1);
  });

  test('storage does not shrink if the status is lost', () => {
    const claim = readyIn(dev, { storageGB: 20 });
    claim.status = undefined;
    claim.spec = { ...claim.spec, storageGB: 10 };
    claim.settle();
    expect(at(claim, 'cluster', 'spec.storage.size')).toBe('20Gi');
  });

  test.each([
    {
      facts: { limits: { sizes: ['small', 'medium'], storageGB: 50 } },
      says: 'spec.storageGB: 80 is more than the 50 allowed here, and it cannot shrink (80 stays in use)',
      reason: 'less storage',
    },
    {
      facts: { limits: { sizes: ['small'], storageGB: 100 } },
      says: 'spec.size: medium is not offered here, only small (medium stays in use)',
      reason: 'a smaller size',
    },
    {
      facts: { postgres: { defaultVersion: '18', versions: ['18'] } },
      says: 'spec.version: 17 is not offered here, only 18 (17 stays in use)',
      reason: 'a withdrawn version that the claim did not name',
    },
    {
      spec: { version: '16' },
      facts: { postgres: { defaultVersion: '18', versions: ['17', '18'] } },
      says: 'spec.version: 16 is not offered here, only 17, 18 (16 stays in use)',
      reason: 'a withdrawn version that the claim names',
    },
  ])(
    'a limit that is lowered later changes no resources, and the claim reports it: $reason',
    ({ spec, facts, says }) => {
      const claim = readyIn(dev, { storageGB: 80, size: 'medium', ...spec });
      const before = [...claim.objects];
      claim.environment = { ...claim.environment, ...facts };
      const { response } = claim.settle();
      expect([...claim.objects]).toEqual(before);
      expect(conditionOf(claim, 'Provisioned')).toMatchObject({
        status: 3,
        reason: 'Refused',
        message: expect.stringContaining(says) as string,
      });
      // The existing database works as before.
      expect(response.desired?.composite?.ready).not.toBe(2);
    },
  );
});

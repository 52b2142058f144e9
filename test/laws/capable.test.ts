/** A cluster that lacks one kind: a new claim makes nothing and names it, what exists is left alone, and both go on once the kind is there. */
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { cells, conditionOf, exampleSpec, facts, readyClaim, usualEnvironment } from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

const optionsIn = ({ key, kind, target }: (typeof cells)[number]) => ({
  kind,
  target,
  environment: facts(usualEnvironment(target)),
  spec: exampleSpec(key),
});

const titleOf = ({ apiVersion, kind }: KubernetesObject) => `${kind} (${apiVersion})`;

/** The kinds that the claim composes and that somebody has to install, by name. */
function installedKinds(cell: (typeof cells)[number]): readonly string[] {
  const claim = readyClaim(optionsIn(cell));
  // Kubernetes and Crossplane bring their own.
  const installed = /^(?!.*\.k8s\.io\/|protection\.crossplane\.io\/)[^/]*\./;
  const kinds = [...claim.objects.values()].filter(({ apiVersion }) => installed.test(apiVersion));
  return [...new Set(kinds.map(titleOf))];
}

const rows = cells.flatMap((cell) => installedKinds(cell).map((lacked) => ({ ...cell, lacked })));

test.each(['aws', 'azure', 'gcp', 'incluster', 'local'])(
  'claims on %s compose kinds that a cluster can lack',
  (target) => {
    expect(rows.filter((row) => row.target === target).length).toBeGreaterThan(5);
  },
);

describe.each(rows)('a $kind on $target in a cluster without $lacked', ({ lacked, ...cell }) => {
  test('makes nothing as long as it is new, and says what is missing', () => {
    const claim = new PlayedClaim(optionsIn(cell));
    claim.lackedKinds.add(lacked);
    claim.reconcile();
    const { desired, meta } = claim.reconcile();
    expect(conditionOf(claim, 'PlatformCapable')).toMatchObject({ status: 3, reason: 'KindsMissing' });
    expect(conditionOf(claim, 'PlatformCapable')?.message).toContain(`lacks ${lacked}`);
    expect(claim.objects.size).toBe(0);
    expect(desired?.composite?.ready).toBe(2);
    expect(meta?.ttl?.seconds).toBe(60);
    claim.lackedKinds.clear();
    claim.settle();
    expect(conditionOf(claim, 'PlatformCapable')).toMatchObject({ status: 2, reason: 'EnvironmentComplete' });
    expect(conditionOf(claim, 'Provisioned')?.status).toBe(2);
  });

  test('is left as it is if it exists, and would get its first object of that kind', () => {
    const claim = readyClaim(optionsIn(cell));
    for (const [key, object] of claim.objects) if (titleOf(object) === lacked) claim.objects.delete(key);
    claim.lackedKinds.add(lacked);
    const before = claim.fingerprint();
    claim.reconcile();
    expect(claim.fingerprint()).toBe(before);
    expect(conditionOf(claim, 'PlatformCapable')).toMatchObject({ status: 3, reason: 'KindsMissing' });
    claim.lackedKinds.clear();
    claim.settle();
    expect(conditionOf(claim, 'Provisioned')?.status).toBe(2);
  });
});

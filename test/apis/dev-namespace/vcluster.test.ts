/** DevNamespace with a virtual cluster. */
import * as fc from 'fast-check';
import { live, lives } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { devNamespace, quotas } from '../../../apis/dev-namespace.ts';
import { quotaLimits } from '../../../functions/dev-namespace/quotas.ts';
import { Release } from '../../../functions/kinds/helm-release.ts';
import { claimsOf, conditionOf, facts } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';

const people = { team: 'shop', members: ['ada@example.org'] };
const { claimOn } = claimsOf('DevNamespace', 'checkout', { ...people, isolation: 'vcluster' });
const claimOf = (spec: object = {}, environment = 'dev', target: string = 'incluster') =>
  claimOn(target, spec, facts(environment));
const message = (claim: PlayedClaim) => conditionOf(claim)?.message;

describe.each(devNamespace.targets)('on %s', (target) => {
  test('is installed by digest in the namespace of the claim, and its kubeconfig is in the Secret there', () => {
    const claim = claimOf({}, 'dev', target);
    claim.settle();
    const environment = facts() as { namespaces: { vcluster: Record<string, string> } };
    const { repository, version, digest } = environment.namespaces.vcluster;
    expect(claim.objects.get('vcluster')).toMatchObject({
      metadata: {
        namespace: 'checkout-devnamespace',
        annotations: { 'crossplane.io/external-name': 'vcluster' },
      },
      spec: {
        providerConfigRef: { kind: 'ClusterProviderConfig', name: 'default' },
        managementPolicies: expect.not.arrayContaining(['*', 'Delete']),
        forProvider: { namespace: 'checkout-devnamespace', chart: { name: 'vcluster', repository, version, digest } },
      },
    });
    expect(claim.objects.get('connection-secret')?.metadata).toMatchObject({
      name: 'checkout-devnamespace',
      namespace: 'checkout-devnamespace',
    });
    expect(claim.status).toMatchObject({ connectionSecretRef: { name: 'checkout-devnamespace' } });
    expect(Object.keys(claim.secret ?? {})).toEqual(['kubeconfig']);
    expect(parse(claim.secret?.['kubeconfig'] ?? '')).toMatchObject({
      clusters: [{ cluster: { server: 'https://vcluster.checkout-devnamespace.svc' } }],
    });
  });

  test('keeps the laws in random lives', () => {
    fc.assert(
      fc.property(lives(), (life) => live(devNamespace, claimOf({}, 'dev', target), life)),
      { numRuns: 10 },
    );
  });

  test('keeps its chart if the environment names another or none, and if its status is lost', () => {
    const claim = claimOf({}, 'dev', target);
    claim.settle();
    const [before, secret, recorded] = [[...claim.objects], claim.secret, claim.status?.['recorded']];
    const { vcluster, ...others } = claim.environment['namespaces'] as { vcluster: object };
    const other = {
      ...vcluster,
      repository: 'oci://elsewhere.example.org',
      version: '0.37.0',
      providerConfig: 'other',
    };
    for (const namespaces of [{ ...others, vcluster: other }, others]) {
      claim.environment = { ...claim.environment, namespaces };
      claim.settle();
      expect([...claim.objects]).toEqual(before);
      claim.status = undefined;
      claim.settle();
      expect([...claim.objects]).toEqual(before);
      expect(claim.status).toMatchObject({ recorded });
      expect(claim.secret).toEqual(secret);
    }
  });
});

test('is not ready before its servers have written the kubeconfig', () => {
  const claim = claimOf();
  claim.settle();
  claim.objects.delete('connection-secret');
  claim.secrets.clear();
  expect(message(claim)).toContain('Secret checkout-devnamespace waits for kubeconfig');
});

test('without a virtual cluster there is no Secret, and none is required', () => {
  const claim = claimOf({ isolation: 'namespace' });
  claim.settle();
  for (const key of ['vcluster', 'connection-secret']) expect(claim.objects.has(key)).toBe(false);
  expect(claim.status).not.toHaveProperty('connectionSecretRef');
  const { resources = {} } = claim.ask().requirements ?? {};
  expect(Object.values(resources).map(({ kind }) => kind)).not.toContain('Secret');
  expect(message(claim)).toBe('DevNamespace checkout is ready.');
});

test.each([
  { from: 'namespace', to: 'vcluster', reason: 'running applications would stay outside' },
  { from: 'vcluster', to: 'namespace', reason: 'its content would be lost' },
])('$from stays $from if the claim requests $to: $reason', ({ from, to }) => {
  const claim = claimOf({ isolation: from });
  claim.settle();
  const before = [...claim.objects];
  claim.spec = { ...claim.spec, isolation: to };
  expect(message(claim)).toContain(
    `spec.isolation: what separates it from others cannot be changed (${from} stays in use)`,
  );
  claim.settle();
  expect([...claim.objects]).toEqual(before);
});

test('only its servers reach the API server of the cluster', () => {
  const servers = { key: 'app', operator: 'NotIn', values: ['vcluster'] };
  for (const isolation of ['namespace', 'vcluster']) {
    const claim = claimOf({ isolation });
    claim.settle();
    const matchExpressions = expect.arrayContaining([servers]);
    const spared = expect.objectContaining({ podSelector: { matchExpressions } });
    expect(claim.objects.get('outbound')?.['spec']).toEqual(
      isolation === 'vcluster' ? spared : expect.not.objectContaining({ podSelector: { matchExpressions } }),
    );
  }
});

test.each(quotas)('its servers fit into quota %s', (quota) => {
  const claim = claimOf({ quota }, 'staging');
  claim.settle();
  const { virtualCluster, largest, memory } = quotaLimits[quota];
  const statefulSet = { resources: { limits: { memory: virtualCluster } } };
  expect(claim.objects.get('vcluster')?.['spec']).toMatchObject({
    forProvider: { values: { controlPlane: { statefulSet } } },
  });
  expect(Number.parseInt(virtualCluster, 10)).toBeLessThanOrEqual(Number.parseInt(largest.memory, 10));
  expect(Number.parseInt(virtualCluster, 10)).toBeLessThan(Number.parseInt(memory, 10));
});

test.each(['local', 'prod'])('is refused in %s, which offers none, with a remedy', (environment) => {
  const claim = claimOf({ quota: 'S', ttl: '7d' }, environment);
  expect(message(claim)).toBe(
    'spec.isolation: no virtual clusters are offered here; change it in the claim, or ask the platform team',
  );
  claim.reconcile();
  expect(claim.objects.size).toBe(0);
});

const happy = [
  { type: 'Ready', status: 'True' },
  { type: 'Synced', status: 'True' },
];
test.each([
  { reason: 'it has no status yet', status: {}, says: 'is in progress' },
  {
    reason: 'Helm is still installing it',
    status: { atProvider: { state: 'pending-install' }, conditions: happy },
    says: 'is in progress',
  },
  {
    reason: 'Helm failed, which no condition reports',
    status: { atProvider: { state: 'failed', releaseDescription: 'no rights' }, conditions: happy },
    says: 'Helm calls it failed: no rights',
  },
  { reason: 'it is deployed', status: { atProvider: { state: 'deployed' }, conditions: happy }, says: true },
])('a release is ready or not: $reason', ({ status, says }) => {
  const observed = { apiVersion: 'helm.m.crossplane.io/v1beta1', kind: 'Release', spec: { forProvider: {} }, status };
  expect(Release.ready(observed as never)).toBe(says);
});

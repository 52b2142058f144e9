/** A SecretStore that a member of the namespace made before the claim, with all labels of the claim's objects. */
import type { KubernetesObject } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { credentialStore } from '../../../apis/credential-store.ts';
import { exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../../fixtures.ts';
import { PlayedClaim } from '../../played/claim.ts';

/** The value with every text in it changed. */
const foreign = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll(/[a-z]+(?=-|\.|$)/g, 'other');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(foreign);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, foreign(inner)]));
};

test.each(credentialStore.targets)('decides nothing for a claim on %s', (target) => {
  const environment = facts(usualEnvironment(target));
  const options = { kind: 'CredentialStore', target, environment, spec: exampleSpec('credential-store') };
  const honest = readyClaim(options);
  const store = honest.objects.get('store') as KubernetesObject & Loose;
  const { name = '', namespace = '', labels } = store.metadata;
  const planted = { ...store, metadata: { name, namespace, labels }, spec: foreign(store['spec']) } as KubernetesObject;
  expect(planted['spec']).not.toEqual(store['spec']);
  const claim = new PlayedClaim({ ...options, others: [planted] });
  claim.settle();
  expect(claim.status?.['recorded']).toEqual(honest.status?.['recorded']);
  expect((claim.objects.get('store') as Loose)['spec']).toEqual(store['spec']);
});

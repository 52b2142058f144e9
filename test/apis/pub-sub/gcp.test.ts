/** PubSub on Google Cloud: the behaviour of Pub/Sub. */
import { describe, expect, test } from 'vitest';
import { facts, forProvider } from '../../fixtures.ts';
import { externalName, ready, setting, topics } from './fixtures.ts';

describe('on Google Cloud', () => {
  test('a topic keeps its messages in its region for the retention of the claim, with the key of the environment', () => {
    expect(forProvider(ready('gcp', {}, facts('prod')), 'topic.payments')).toMatchObject({
      project: 'example-prod',
      messageRetentionDuration: '259200s',
      messageStoragePolicy: { allowedPersistenceRegions: ['europe-west3'] },
      kmsKeyName: expect.stringContaining('cryptoKeys/storage'),
    });
  });

  test('a subscription never expires, and has the name that Dapr uses', () => {
    const claim = ready('gcp');
    const { topics: names } = claim.status as { topics: Record<string, string> };
    const name = `${setting(claim, 'consumerID')?.['value']}-${names['payments']}`;
    expect(externalName(claim, 'subscription.payments')).toBe(name);
    expect(forProvider(claim, 'subscription.payments')).toMatchObject({
      topic: names['payments'],
      messageRetentionDuration: '259200s',
      expirationPolicy: { ttl: '' },
    });
    expect(JSON.parse(claim.secret?.['subscriptions'] ?? '')).toMatchObject({
      payments: `projects/example-dev/subscriptions/${name}`,
    });
    expect(setting(claim, 'disableEntityManagement')?.['value']).toBe('true');
  });

  test.each([
    { access: ['produce'], key: 'publishing', role: 'roles/pubsub.publisher', not: 'consuming' },
    { access: ['consume'], key: 'consuming', role: 'roles/pubsub.subscriber', not: 'publishing' },
  ])('access $access is only $role, on every one of them', ({ access, key, role, not }) => {
    const claim = ready('gcp', { access });
    const member = `serviceAccount:${externalName(claim, 'identity')}@example-dev.iam.gserviceaccount.com`;
    for (const item of ['orders', 'payments']) {
      expect(forProvider(claim, `${key}.${item}`)).toMatchObject({ role, member });
      expect(claim.objects.has(`${not}.${item}`)).toBe(false);
    }
  });

  test('a topic that is added later is in the project and region of the others', () => {
    const claim = ready('gcp');
    const gcp = { ...(claim.environment['gcp'] as object), project: 'example-other', region: 'europe-west1' };
    claim.environment = { ...claim.environment, gcp };
    claim.spec = { ...claim.spec, topics: { ...topics, refunds: {} } };
    claim.settle();
    expect(forProvider(claim, 'topic.refunds')).toMatchObject({
      project: 'example-dev',
      messageStoragePolicy: { allowedPersistenceRegions: ['europe-west3'] },
    });
  });
});

/** PubSub on Azure: the behaviour of Service Bus. */
import { surveyCells } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { example } from '../../cases/claims.ts';
import { platform } from '../../cases/platform.ts';
import { environmentConfig } from '../../cases/situation.ts';
import { facts, forProvider, type Loose } from '../../fixtures.ts';
import { claimOn, externalName, ready, setting } from './fixtures.ts';

/** The facts of dev with other values about messages. */
function withMessages(change: Loose): Loose {
  const { azure, ...rest } = facts();
  return { ...rest, azure: { ...azure, messages: { ...azure.messages, ...change } } };
}

describe('on Azure', () => {
  test('the broker has no passwords, and accepts only the nodes of this cluster', () => {
    expect(forProvider(ready('azure'), 'broker')).toMatchObject({
      sku: 'Premium',
      capacity: 1,
      localAuthEnabled: false,
      minimumTlsVersion: '1.2',
      networkRuleSet: {
        defaultAction: 'Deny',
        trustedServicesAllowed: false,
        networkRules: [{ subnetId: expect.stringMatching(/\/subnets\/nodes$/) }],
      },
    });
  });

  test('a Standard broker has no network rules', () => {
    const broker = forProvider(ready('azure', {}, withMessages({ sku: 'Standard' })), 'broker');
    expect(broker).toMatchObject({ sku: 'Standard', localAuthEnabled: false });
    expect(broker).not.toHaveProperty('networkRuleSet');
    expect(broker).not.toHaveProperty('capacity');
  });

  test.each([
    { sku: 'Premium', state: 'kept', missing: [], reason: 'only the subnets of the cluster have access' },
    {
      sku: 'Standard',
      state: 'missed',
      missing: [expect.stringContaining('its SKU has no network rules')],
      reason: 'known identities may connect from anywhere',
    },
  ])('the concern private is $state by $sku: $reason', async ({ sku, state, missing }) => {
    const config = { ...environmentConfig('dev'), data: withMessages({ sku }) };
    const cells = await surveyCells(platform, [example('pub-sub.yaml')], [{ name: 'dev', config }]);
    const outcome = cells.find(({ target }) => target === 'azure')?.outcome;
    const rows = typeof outcome === 'object' ? outcome.concerns : [];
    expect(rows.find(({ concern }) => concern === 'private')).toMatchObject({ state, missing });
  });

  test('a Premium broker is refused without subnets, because Azure would accept every network', () => {
    const { azure, ...rest } = facts();
    const { clientSubnetIDs: _, ...without } = azure;
    const claim = claimOn('azure', {}, { ...rest, azure: without });
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(claim.ask().results[0]?.message).toContain('a Premium broker must be told whom to let in');
  });

  test("the broker's name begins with the company's, because Azure's names are global, and is not too long", () => {
    const claim = ready('azure', {}, withMessages({ namePrefix: 'a-company-of-some-20' }));
    const name = externalName(claim, 'broker');
    expect(name).toMatch(/^a-company-of-some-20-dev-team-a-[a-z0-9-]*[a-z0-9]$/);
    expect(name?.length).toBeLessThanOrEqual(50);
    expect(claim.secret?.['host']).toBe(`${name}.servicebus.windows.net`);
    expect(setting(claim, 'namespaceName')?.['value']).toBe(`${name}.servicebus.windows.net`);
  });

  test.each([
    { retention: '12h', duration: 'PT12H' },
    { retention: '24h', duration: 'P1D' },
    { retention: '36h', duration: 'P1DT12H' },
    { retention: '7d', duration: 'P7D' },
  ])('a retention of $retention is $duration, the form that Azure returns', ({ retention, duration }) => {
    const claim = ready('azure', { topics: { orders: { retention } } });
    expect(forProvider(claim, 'topic.orders')['defaultMessageTtl']).toBe(duration);
    expect(forProvider(claim, 'subscription.orders')['defaultMessageTtl']).toBe(duration);
  });

  test.each([
    { access: ['produce'], key: 'sending', role: 'Azure Service Bus Data Sender', not: 'receiving' },
    { access: ['consume'], key: 'receiving', role: 'Azure Service Bus Data Receiver', not: 'sending' },
  ])('access $access is $role only on the broker of the claim', ({ access, key, role, not }) => {
    const claim = ready('azure', { access });
    const group = '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/platform-dev';
    expect(forProvider(claim, key)).toMatchObject({
      roleDefinitionName: role,
      scope: `${group}/providers/Microsoft.ServiceBus/namespaces/${externalName(claim, 'broker')}`,
      principalId: '66666666-7777-8888-9999-000000000000',
    });
    expect(claim.objects.has(not)).toBe(false);
  });

  test('Dapr consumes from the composed subscription', () => {
    const claim = ready('azure');
    expect(setting(claim, 'consumerID')?.['value']).toBe(externalName(claim, 'subscription.orders'));
    expect(setting(claim, 'disableEntityManagement')?.['value']).toBe('true');
  });
});

/** ObjectBucket on Azure: the behaviour of a storage account and its container. */
import { describe, expect, test } from 'vitest';
import { claimsOf, facts, forProvider, recorded } from '../../fixtures.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';

const { claimOn, ready } = claimsOf('ObjectBucket', 'receipts');

const elsewhere = {
  location: 'westeurope',
  resourceGroup: 'other',
  subscriptionID: '99999999-1111-2222-3333-444444444444',
  objects: { accountPrefix: 'other' },
};

describe('a bucket on Azure', () => {
  test('has no keys, is encrypted twice, and accepts only TLS from the nodes of this cluster', () => {
    expect(forProvider(ready('azure'), 'store')).toMatchObject({
      sharedAccessKeyEnabled: false,
      localUserEnabled: false,
      allowNestedItemsToBePublic: false,
      infrastructureEncryptionEnabled: true,
      httpsTrafficOnlyEnabled: true,
      minTlsVersion: 'TLS1_2',
      networkRules: {
        defaultAction: 'Deny',
        bypass: ['None'],
        virtualNetworkSubnetIds: facts()['azure'].clientSubnetIDs,
      },
    });
    expect(forProvider(ready('azure'), 'bucket')).toMatchObject({ containerAccessType: 'private' });
  });

  test("has its own storage account, whose name begins with the company's, because Azure's names are global", () => {
    const claim = ready('azure');
    const { store, bucket } = recorded(claim);
    expect(store).toMatch(/^exorg[0-9a-f]{16}$/);
    expect(claim.objects.get('store')?.metadata.annotations).toMatchObject({ 'crossplane.io/external-name': store });
    expect(claim.objects.get('bucket')?.metadata.annotations).toMatchObject({ 'crossplane.io/external-name': bucket });
    expect(forProvider(claim, 'bucket')?.['storageAccountId']).toBe(
      `/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/platform-dev/providers/Microsoft.Storage/storageAccounts/${store}`,
    );
  });

  test('has a valid name also behind the longest prefix', () => {
    const objects = { accountPrefix: 'abcdefgh' };
    const { store } = recorded(ready('azure', {}, { ...facts(), azure: { ...facts()['azure'], objects } }));
    expect(store).toMatch(/^abcdefgh[0-9a-f]{16}$/);
  });

  test.each([
    { spec: {}, days: 30, versioning: true, reason: 'it is on by default' },
    { spec: { versioning: false }, days: 1, versioning: false, reason: 'Azure keeps them for at least a day' },
  ])('keeps overwritten or deleted objects for $days days with $spec: $reason', ({ spec, days, versioning }) => {
    const claim = ready('azure', spec);
    expect(forProvider(claim, 'store')?.['blobProperties']).toMatchObject({
      versioningEnabled: false,
      deleteRetentionPolicy: { days },
    });
    expect(claim.status).toMatchObject({ effective: { versioning } });
  });

  test('is refused if its objects should expire', () => {
    const claim = claimOn('azure', { expireDays: 7 }, facts());
    const { conditions } = claim.reconcile();
    expect(claim.objects.size).toBe(0);
    expect(conditions.find(({ reason }) => reason === 'Refused')?.message).toContain(
      'spec.expireDays: the object store here deletes nothing by itself, so the application must; change it in the claim',
    );
  });

  test.each([
    { tier: 'dev', replication: 'LRS', reason: 'one data centre is enough' },
    { tier: 'staging', replication: 'ZRS', reason: 'it survives the loss of a data centre' },
  ])('is $replication in $tier: $reason', ({ tier, replication }) => {
    const claim = ready('azure', {}, { ...facts(), tier });
    expect(forProvider(claim, 'store')?.['accountReplicationType']).toBe(replication);
    claim.environment = { ...facts(), tier: 'prod' };
    claim.settle();
    expect(forProvider(claim, 'store')?.['accountReplicationType'], 'it would be made anew').toBe(replication);
  });

  test.each([
    { deletion: 'delete', retained: false, reason: 'the claim deletes its data' },
    {
      deletion: 'retain',
      retained: true,
      reason: 'data outlives the claim',
    },
  ])('deletion: $deletion, because $reason; its identity is deleted with the claim', ({ deletion, retained }) => {
    const claim = ready('azure', { deletion });
    for (const key of ['store', 'bucket']) {
      expect(isRetained(claim.objects.get(key)?.['spec'] as object), key).toBe(retained);
    }
    for (const key of ['identity', 'trust', 'access']) {
      expect(isRetained(claim.objects.get(key)?.['spec'] as object), key).toBe(false);
    }
  });

  test('does not change if the environment moves', () => {
    const claim = ready('azure');
    const before = [...claim.objects];
    claim.environment = { ...facts(), azure: { ...facts()['azure'], ...elsewhere } };
    claim.settle();
    expect([...claim.objects]).toEqual(before);
  });

  test('is composed alike if its status was lost and the environment has moved', () => {
    const claim = ready('azure');
    const before = recorded(claim);
    claim.status = undefined;
    claim.environment = { ...facts(), azure: { ...facts()['azure'], ...elsewhere } };
    claim.settle();
    expect(recorded(claim)).toEqual(before);
  });
});

describe('its applications', () => {
  test('run as an account that may use only the blobs of this container', () => {
    const claim = ready('azure');
    const { bucket, user } = recorded(claim);
    expect(forProvider(claim, 'access')).toMatchObject({
      roleDefinitionName: 'Storage Blob Data Contributor',
      scope: `${forProvider(claim, 'bucket')?.['storageAccountId']}/blobServices/default/containers/${bucket}`,
      principalId: '66666666-7777-8888-9999-000000000000',
    });
    const account = claim.objects.get('account');
    expect(account).toMatchObject({
      metadata: { annotations: { 'azure.workload.identity/client-id': '11111111-2222-3333-4444-555555555555' } },
      automountServiceAccountToken: false,
    });
    expect(claim.status).toMatchObject({ serviceAccount: account?.metadata.name });
    expect(forProvider(claim, 'identity')?.['name']).toBe(user);
    expect(forProvider(claim, 'trust')).toMatchObject({
      subject: `system:serviceaccount:team-a:${account?.metadata.name}`,
      parentIdRef: { name: claim.objects.get('identity')?.metadata.name },
    });
  });

  test('find its address in a Secret without keys', () => {
    const claim = ready('azure');
    const { store, bucket } = recorded(claim);
    expect(claim.secret).toEqual({
      endpoint: `https://${store}.blob.core.windows.net`,
      region: 'germanywestcentral',
      bucket,
    });
    expect(claim.status).toMatchObject({ endpoint: `${store}.blob.core.windows.net:443` });
  });
});

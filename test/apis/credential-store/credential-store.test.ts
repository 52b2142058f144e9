/** CredentialStore: the resources of a claim, and the claims that are refused. */
import { readFileSync } from 'node:fs';
import { check } from 'planesmith/schema';
import type { KubernetesObject } from 'planesmith/testing';
import { describe, expect, test } from 'vitest';
import { credentialStore } from '../../../apis/credential-store.ts';
import { platform } from '../../cases/platform.ts';
import { claimsOf, conditionOf, facts, type Loose, specOf } from '../../fixtures.ts';
import { PlayedClaim } from '../../played/claim.ts';
import { isRetained } from '../../../functions/kinds/retained.ts';

const three = {
  payment: { keys: ['api-key', 'webhook-secret'] },
  session: { keys: ['signing-key'], from: 'generated' },
  partner: { keys: ['token'], from: 'written' },
};
const { claimOn, ready } = claimsOf('CredentialStore', 'checkout', { secrets: three });

describe.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('on %s', (target) => {
  test('every name has one Secret with the keys of the claim', () => {
    const claim = ready(target);
    const keysOf = (name: string) =>
      Object.keys((claim.secrets.get(name)?.['data'] as Loose | undefined) ?? {}).toSorted();
    expect(keysOf('checkout-credentialstore-payment')).toEqual(['api-key', 'webhook-secret']);
    expect(keysOf('checkout-credentialstore-session')).toEqual(['signing-key']);
    expect(keysOf('checkout-credentialstore-partner')).toEqual(['token']);
    expect(claim.status).toMatchObject({
      secrets: { partner: { written: 'checkout-credentialstore-partner-written' } },
    });
  });

  test('a value is generated once, and never read from the store', () => {
    const session = specOf(ready(target), 'secret.session');
    expect(session).toMatchObject({ refreshPolicy: 'CreatedOnce', target: { creationPolicy: 'Owner' } });
    expect(session?.['secretStoreRef']).toBeUndefined();
    expect(session?.['data']).toBeUndefined();
  });

  test('without generated secrets there is no generator, and without written ones no copy', () => {
    const claim = ready(target, { secrets: { payment: three.payment } });
    expect([...claim.objects.keys()].filter((key) => /^(password|push)/.test(key))).toEqual([]);
  });

  test('a secret that is written by hand is read from the entry that it was copied to', () => {
    const claim = ready(target);
    const copied = specOf(claim, 'push.partner')?.['data'][0].match as Loose;
    const read = specOf(claim, 'secret.partner')?.['data'][0].remoteRef as Loose;
    expect(copied['remoteRef'].remoteKey).toBe(read['key']);
    // Without secretKey, external-secrets copies all keys as one JSON object, whose properties are the keys.
    const properties = copied['secretKey'] === undefined ? { token: 'token' } : { token: copied['remoteRef'].property };
    expect(properties).toEqual({ token: read['property'] });
  });
});

describe('two claims', () => {
  /** The names of a claim's Secrets: those to mount, and those that its team writes. */
  const secretsOf = (name: string, from: string, secret: string) => {
    const spec = { secrets: { [secret]: { keys: ['token'], from } } };
    const claim = new PlayedClaim({ kind: 'CredentialStore', target: 'local', environment: facts(), spec, name });
    claim.settle();
    const { secretName, written } = (claim.status as Loose)['secrets'][secret];
    return [secretName, written].filter((name) => name !== undefined) as string[];
  };

  test.each([
    {
      a: ['x', 'credentialstore-y'],
      b: ['x-credentialstore', 'y'],
      reason: 'both are x-credentialstore-credentialstore-y',
    },
    { a: ['x', 'y-credentialstore-z'], b: ['x-credentialstore-y', 'z'], reason: 'both contain the kind' },
    { a: ['x', 'y'], b: ['x', 'y-written'], reason: 'the written Secret of one has the name of the other' },
  ])('of the names $a and $b have no Secret in common: $reason', ({ a: [a, y], b: [b, z] }) => {
    const both = [...secretsOf(a!, 'written', y!), ...secretsOf(b!, 'written', z!)];
    expect(new Set(both).size).toBe(4);
  });

  test.each(Object.values(platform.apis).map(({ kind }) => kind.toLowerCase()))(
    'of which one is a %s have no application Secret in common',
    (kind) => {
      expect(secretsOf('orders', 'written', kind)).not.toContain(`orders-${kind}`);
      expect(secretsOf('orders', 'written', `a-${kind}`)).not.toContain(`orders-credentialstore-a-${kind}`);
      expect(secretsOf('orders', 'generated', kind)).not.toContain(`orders-credentialstore-${kind}`);
    },
  );

  test('of which one has a name like a hash have no Secret in common either', () => {
    for (const secret of ['a-0123abcd', 'a-0123abcd-ca', 'a-0123456789abcdef', 'd123abcd']) {
      expect(secretsOf('orders', 'store', secret)).not.toContain(`orders-credentialstore-${secret}`);
    }
  });
});

test('an existing Secret keeps its name, even if the rule for names changes', () => {
  const claim = ready('local');
  (specOf(claim, 'secret.session') as Loose)['target'].name = 'checkout-credentialstore-session-as-once';
  claim.status = undefined;
  claim.reconcile();
  expect(claim.status).toMatchObject({
    secrets: { session: { secretName: 'checkout-credentialstore-session-as-once' } },
  });
});

describe.each(['local', 'incluster', 'aws', 'gcp', 'azure'])('a Secret that exists already on %s', (target) => {
  const name = 'checkout-credentialstore-payment';
  const secret = (ownerReferences: readonly Loose[]) =>
    ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: 'team-a', ownerReferences },
    }) as KubernetesObject;
  const beside = (other: KubernetesObject) =>
    new PlayedClaim({
      kind: 'CredentialStore',
      target,
      environment: facts(),
      spec: { secrets: three },
      name: 'checkout',
      others: [other],
    });
  const owner = (kind: string, ownerName: string) => ({
    apiVersion: 'x/v1',
    kind,
    name: ownerName,
    uid: 'u',
    controller: true,
  });

  test.each([
    { owners: [], reason: 'its team wrote it by hand' },
    { owners: [owner('Database', 'x')], reason: 'it belongs to another claim' },
    { owners: [owner('ExternalSecret', 'another')], reason: 'another ExternalSecret created it' },
  ])('is never taken over: $reason', ({ owners }) => {
    const claim = beside(secret(owners));
    const { results } = claim.ask();
    expect(results).toMatchObject([{ message: expect.stringContaining(`Secret ${name} already exists`) }]);
    claim.reconcile();
    expect(claim.objects.size).toBe(0);
  });

  test('is taken over if the deleted ExternalSecret of the claim created it', () => {
    const name = ready(target).objects.get('secret.payment')?.metadata.name ?? '';
    const claim = beside(secret([owner('ExternalSecret', name)]));
    claim.settle();
    expect(claim.objects.has('secret.payment')).toBe(true);
  });

  test('is not required once its ExternalSecret exists', () => {
    const selectors = Object.values(ready(target).ask().requirements?.resources ?? {});
    expect(selectors.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

describe('an existing secret', () => {
  const issues = (before: Loose, after: Loose) => {
    const spec = (secret: Loose) => ({ secrets: { payment: { keys: ['token'], ...secret } }, refresh: '1h' });
    return check(credentialStore.spec, spec(after), { old: spec(before) });
  };

  test.each([
    { before: {}, after: { from: 'written' }, reason: 'external-secrets writes only to its own entries' },
    { before: { from: 'written' }, after: {}, reason: 'the provider would create the entry of external-secrets again' },
    { before: {}, after: { from: 'generated' }, reason: 'its value would be lost' },
    { before: { from: 'generated' }, after: { from: 'store' }, reason: 'its value would be lost' },
  ])('cannot change its source ($before, then $after): $reason', ({ before, after }) => {
    expect(issues(before, after)).toEqual([
      {
        path: 'secrets[payment].from',
        message: expect.stringContaining('where the values of a secret come from cannot be changed; name a new one'),
      },
    ]);
  });

  test('may name the default source or leave it out', () => {
    expect(issues({}, { from: 'store' })).toEqual([]);
    expect(issues({ from: 'store' }, {})).toEqual([]);
  });
});

test('a secret may have the name of a property of every JavaScript object', () => {
  const claim = ready('aws', { secrets: { payment: three.payment } });
  claim.spec = { ...claim.spec, secrets: { payment: three.payment, constructor: { keys: ['token'] } } };
  claim.settle();
  expect(claim.status).toMatchObject({
    secrets: { constructor: { secretName: 'checkout-credentialstore-constructor' } },
    recorded: { secretNames: { constructor: 'checkout-credentialstore-constructor' } },
  });
  expect(claim.ask().results).toEqual([]);
});

describe('in a shared cluster', () => {
  test('a claim logs in with its own account, and reads only below its own path', () => {
    const claim = ready('incluster');
    const account = claim.objects.get('account')?.metadata.name;
    expect(specOf(claim, 'store')?.['provider'].vault).toMatchObject({
      server: 'https://openbao.dev.example.org:8200',
      auth: { kubernetes: { role: 'claims', serviceAccountRef: { name: account } } },
    });
    expect(specOf(claim, 'secret.payment')?.['data'][0].remoteRef.key).toBe('dev/team-a/checkout/payment');
  });
});

describe('on AWS', () => {
  const forProvider = (claim: PlayedClaim, key: string) => specOf(claim, key)?.['forProvider'] as Loose;

  test("only the claim's own account may assume its role, which reaches only the claim's entries", () => {
    const claim = ready('aws');
    const account = claim.objects.get('account')?.metadata.name;
    const [trusted] = JSON.parse(forProvider(claim, 'role')['assumeRolePolicy']).Statement as Loose[];
    expect(Object.values(trusted?.['Condition'].StringEquals)).toEqual([
      'sts.amazonaws.com',
      `system:serviceaccount:team-a:${account}`,
    ]);
    const statements = JSON.parse(forProvider(claim, 'permissions')['policy']).Statement as Loose[];
    for (const resource of statements.flatMap(({ Resource }) => Resource as string[])) {
      expect(resource).toMatch(/^arn:aws:secretsmanager:eu-central-1:111122223333:secret:dev\/team-a\/checkout\//);
    }
    expect(statements.flatMap(({ Action }) => Action).some((action: string) => action.includes('*'))).toBe(false);
  });

  /** The entries on which the role may run an action. */
  const allowed = (claim: PlayedClaim, action: string) =>
    (JSON.parse(forProvider(claim, 'permissions')['policy']).Statement as Loose[])
      .filter(({ Action }) => [Action].flat().includes(`secretsmanager:${action}`))
      .flatMap(({ Resource }) => Resource as string[])
      .map((resource) => resource.split(':secret:').at(-1));
  const changes = ['CreateSecret', 'PutSecretValue', 'TagResource', 'UntagResource', 'DeleteResourcePolicy'];

  test.each([
    { action: 'DescribeSecret', reason: 'it looks whether the entry is its own' },
    { action: 'GetSecretValue', reason: 'it compares the value' },
    { action: 'DeleteResourcePolicy', reason: 'it deletes the policy that the copy does not name, in every reconcile' },
  ])('external-secrets may copy a hand-written value a second time: $action, since $reason', ({ action }) => {
    const entries = allowed(ready('aws'), action).map(
      (entry = '') => new RegExp(`^${entry.replaceAll('?', '.').replaceAll('*', '.*')}$`),
    );
    expect(entries.some((entry) => entry.test('dev/team-a/checkout/partner-AbCdEf'))).toBe(true);
  });

  test.each([
    { action: 'ListSecretVersionIds', reason: 'its documentation names it, and it never calls it' },
    { action: 'PutResourcePolicy', reason: 'no copy names a policy' },
    { action: 'ReplicateSecretToRegions', reason: 'no copy names a region' },
  ])('external-secrets has no right that it does not use: $action, since $reason', ({ action }) => {
    expect(allowed(ready('aws'), action)).toEqual([]);
  });

  test('a role that only reads does not look at entries', () => {
    const claim = ready('aws', { secrets: { payment: three.payment } });
    expect(allowed(claim, 'DescribeSecret')).toEqual([]);
    expect(allowed(claim, 'GetSecretValue')).toEqual(['dev/team-a/checkout/*']);
  });

  test('the role writes only to entries of hand-written secrets, and deletes only entries of external-secrets', () => {
    const claim = ready('aws');
    const partner = ['dev/team-a/checkout/partner', 'dev/team-a/checkout/partner-??????'];
    for (const action of changes) expect(allowed(claim, action), action).toEqual(partner);
    expect(allowed(claim, 'DeleteSecret')).toEqual(['dev/team-a/checkout/*']);
    expect(forProvider(claim, 'permissions')['policy']).toContain('"aws:ResourceTag/managed-by":"external-secrets"');
  });

  test.each([
    { secrets: { payment: three.payment }, reason: 'values are read' },
    { secrets: { session: three.session }, reason: 'values are generated in the cluster' },
  ])('the role may write nothing if no secret is written by hand: $reason', ({ secrets }) => {
    const claim = ready('aws', { secrets });
    for (const action of [...changes, 'DeleteSecret']) expect(allowed(claim, action), action).toEqual([]);
  });

  test('the role may still delete entries of removed secrets, and none if the claim retains them', () => {
    const claim = ready('aws');
    claim.spec = { ...claim.spec, secrets: { payment: three.payment } };
    claim.settle();
    expect(allowed(claim, 'CreateSecret')).toEqual([]);
    expect(allowed(claim, 'DeleteSecret')).toEqual(['dev/team-a/checkout/*']);
    expect([...claim.objects.keys()].filter((key) => key.startsWith('outlives.'))).toHaveLength(3);
    claim.spec = { ...claim.spec, deletion: 'retain' };
    claim.settle();
    expect(allowed(claim, 'DeleteSecret')).toEqual([]);
  });

  test("the environment's key encrypts created and copied entries, and the role may use it", () => {
    const kmsKeyID = 'arn:aws:kms:eu-central-1:111122223333:key/1';
    const claim = ready('aws', {}, { ...facts(), aws: { ...facts()['aws'], kmsKeyID } });
    expect(forProvider(claim, 'entry.payment')['kmsKeyId']).toBe(kmsKeyID);
    expect(specOf(claim, 'push.partner')?.['data'][0].metadata.spec.kmsKeyId).toBe(kmsKeyID);
    const statements = JSON.parse(forProvider(claim, 'permissions')['policy']).Statement as Loose[];
    expect(statements.at(-1)).toMatchObject({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: kmsKeyID });
  });

  test('an entry is found again by its name, and from then on by its ARN', () => {
    const claim = ready('aws');
    const externalName = () =>
      claim.objects.get('entry.payment')?.metadata.annotations?.['crossplane.io/external-name'];
    expect(externalName()).toBe('dev/team-a/checkout/payment');
    const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:dev/team-a/checkout/payment-AbCdEf';
    const { metadata } = claim.objects.get('entry.payment') as { metadata: Loose };
    metadata['annotations'] = { ...(metadata['annotations'] as object), 'crossplane.io/external-name': arn };
    claim.settle();
    expect(externalName()).toBe(arn);
  });

  test('no entry is composed for a copy of external-secrets, so that the copy has one owner', () => {
    expect([...ready('aws').objects.keys()].filter((key) => key.startsWith('entry.'))).toEqual(['entry.payment']);
  });
});

describe('on Google Cloud', () => {
  const forProvider = (claim: PlayedClaim, key: string) => specOf(claim, key)?.['forProvider'] as Loose;
  const path = 'dev-team-a-checkout-credentialstore-entries-2fb43ceae09aed64';

  test('read and copied secrets have an entry in the region, and the copies have the label of external-secrets', () => {
    const claim = ready('gcp');
    expect([...claim.objects.keys()].filter((key) => key.startsWith('entry.')).toSorted()).toEqual([
      'entry.partner',
      'entry.payment',
    ]);
    const replication = { userManaged: { replicas: [{ location: 'europe-west3' }] } };
    expect(forProvider(claim, 'entry.payment')).toMatchObject({ project: 'example-dev', replication });
    expect(forProvider(claim, 'entry.payment')['labels']).not.toHaveProperty('managed-by');
    expect(forProvider(claim, 'entry.partner')['labels']).toMatchObject({ 'managed-by': 'external-secrets' });
    expect(claim.status).toMatchObject({ secrets: { payment: { path: `${path}_payment` } } });
    expect(specOf(claim, 'secret.payment')?.['data'][0].remoteRef).toEqual({
      key: `${path}_payment`,
      property: 'api-key',
    });
  });

  test.each([
    { key: 'reader.payment', role: 'secretAccessor', entry: 'payment', reason: 'its value is read' },
    { key: 'reader.partner', role: 'secretAccessor', entry: 'partner', reason: 'its value is compared, and read' },
    { key: 'viewer.partner', role: 'viewer', entry: 'partner', reason: 'external-secrets reads its labels' },
    { key: 'writer.partner', role: 'secretVersionAdder', entry: 'partner', reason: 'a new value is a new version' },
  ])("the claim's own account is only $role of $entry: $reason", ({ key, role, entry }) => {
    const claim = ready('gcp');
    const { account } = (claim.status as Loose)['recorded'];
    expect(forProvider(claim, key)).toMatchObject({
      secretId: `projects/example-dev/secrets/${path}_${entry}`,
      role: `roles/secretmanager.${role}`,
      member: `serviceAccount:${account}@example-dev.iam.gserviceaccount.com`,
    });
  });

  test('the account has no other rights, and only the ServiceAccount of the claim may act as it', () => {
    const claim = ready('gcp');
    const rights = [...claim.objects.keys()].filter((key) => /^(reader|viewer|writer)\./.test(key)).toSorted();
    expect(rights).toEqual(['reader.partner', 'reader.payment', 'viewer.partner', 'writer.partner']);
    const account = claim.objects.get('account')?.metadata;
    expect(forProvider(claim, 'trust')['member']).toBe(
      `serviceAccount:example-dev.svc.id.goog[team-a/${account?.name}]`,
    );
    expect(specOf(claim, 'store')?.['provider'].gcpsm).toEqual({
      projectID: 'example-dev',
      auth: { workloadIdentity: { serviceAccountRef: { name: account?.name } } },
    });
  });

  test('only Crossplane deletes entries', () => {
    expect(specOf(ready('gcp'), 'push.partner')?.['deletionPolicy']).toBe('None');
  });

  test('an entry keeps its project, region and key if those of the environment change', () => {
    const claim = ready('gcp');
    const before = JSON.stringify([...claim.objects]);
    const keyOf = (region: string) => `projects/p/locations/${region}/keyRings/r/cryptoKeys/k`;
    const kmsKey = keyOf('europe-west3');
    const { gcp, ...rest } = facts();
    const moved = { project: 'example-other', region: 'europe-west1', kmsKey: keyOf('europe-west1') };
    claim.environment = { ...rest, gcp: { ...gcp, ...moved } };
    claim.settle();
    expect(JSON.stringify([...claim.objects])).toBe(before);
    const encrypted = ready('gcp', {}, { ...rest, gcp: { ...gcp, kmsKey } });
    expect(forProvider(encrypted, 'entry.payment')['replication'].userManaged.replicas).toEqual([
      { location: 'europe-west3', customerManagedEncryption: { kmsKeyName: kmsKey } },
    ]);
  });
});

describe('on Azure', () => {
  const forProvider = (claim: PlayedClaim, key: string) => specOf(claim, key)?.['forProvider'] as Loose;
  const vaultOf = (claim: PlayedClaim) =>
    claim.objects.get('vault')?.metadata.annotations?.['crossplane.io/external-name'];
  const claimThat = (deletion: string, createdAt: string) => {
    const claim = claimOn('azure');
    claim.spec = { ...claim.spec, deletion };
    claim.createdAt = createdAt;
    claim.settle();
    return claim;
  };

  test('the vault accepts only the subnets of the environment, and uses role assignments', () => {
    const { azure, ...rest } = facts();
    const nodes = azure.clientSubnetIDs as string[];
    const bastion = nodes[0]?.replace('nodes', 'bastion');
    const environment = { ...rest, azure: { ...azure, secrets: { ...azure.secrets, writerSubnetIDs: [bastion] } } };
    expect(forProvider(ready('azure', {}, environment), 'vault')).toMatchObject({
      rbacAuthorizationEnabled: true,
      networkAcls: { defaultAction: 'Deny', bypass: 'None', virtualNetworkSubnetIds: [...nodes, bastion] },
    });
  });

  test("has a name of 24 characters that begins with the company's", () => {
    const claim = ready('azure');
    expect(vaultOf(claim)).toMatch(/^example-[0-9a-f]{16}$/);
    expect(claim.status).toMatchObject({ secrets: { payment: { path: `${vaultOf(claim)}/payment` } } });
    expect(specOf(claim, 'store')?.['provider'].azurekv.vaultUrl).toBe(`https://${vaultOf(claim)}.vault.azure.net`);
  });

  test.each([
    { deletion: 'retain', isSame: true, reason: 'a new claim must find the retained secrets' },
    { deletion: 'delete', isSame: false, reason: 'Azure would restore the values of a deleted vault' },
  ])(
    'a claim with $deletion that is created again has the same vault: $isSame, because $reason',
    ({ deletion, isSame }) => {
      const [first, second] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'].map((born) => claimThat(deletion, born));
      expect(vaultOf(first!) === vaultOf(second!)).toBe(isSame);
    },
  );

  test('a retained vault has purge protection, which does not change later, nor do the days of grace', () => {
    const claim = claimThat('retain', '2026-01-01T00:00:00Z');
    const safe = { purgeProtectionEnabled: true, softDeleteRetentionDays: 90 };
    expect(forProvider(claim, 'vault')).toMatchObject(safe);
    const name = vaultOf(claim);
    claim.spec = { ...claim.spec, deletion: 'delete' };
    claim.settle();
    expect(forProvider(claim, 'vault')).toMatchObject(safe);
    expect(vaultOf(claim)).toBe(name);
    expect(forProvider(ready('azure'), 'vault')).toMatchObject({
      purgeProtectionEnabled: false,
      softDeleteRetentionDays: 7,
    });
  });

  test.each([
    { secrets: three, writer: 'Key Vault Secrets Officer', reason: 'a secret is copied into it' },
    { secrets: { payment: three.payment }, writer: undefined, reason: 'it is only read' },
  ])("the claim's own identity may write to its vault as $writer: $reason", ({ secrets, writer }) => {
    const claim = ready('azure', { secrets });
    const scope = expect.stringMatching(
      new RegExp(`/platform-dev/providers/Microsoft.KeyVault/vaults/${vaultOf(claim)}$`),
    );
    expect(forProvider(claim, 'reader')).toMatchObject({ roleDefinitionName: 'Key Vault Secrets User', scope });
    const { roleDefinitionName, scope: of } = forProvider(claim, 'writer') ?? {};
    expect(roleDefinitionName).toBe(writer);
    if (writer !== undefined) expect(of).toEqual(scope);
  });

  test('external-secrets acts as the identity, and only the ServiceAccount names the tenant', () => {
    const claim = ready('azure');
    const account = claim.objects.get('account')?.metadata;
    expect(account?.annotations).toMatchObject({
      'azure.workload.identity/client-id': '11111111-2222-3333-4444-555555555555',
      'azure.workload.identity/tenant-id': '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
    });
    expect(specOf(claim, 'store')?.['provider'].azurekv).toMatchObject({
      authType: 'WorkloadIdentity',
      serviceAccountRef: { name: account?.name },
    });
    expect(specOf(claim, 'store')?.['provider'].azurekv).not.toHaveProperty('tenantId');
    expect(forProvider(claim, 'trust')['subject']).toBe(`system:serviceaccount:team-a:${account?.name}`);
  });

  test('a Secret is copied with all its keys, because external-secrets copies no single keys there', () => {
    expect(specOf(ready('azure'), 'push.partner')).toMatchObject({
      data: [{ match: { remoteRef: { remoteKey: 'partner' } } }],
      deletionPolicy: 'None',
    });
    expect(specOf(ready('azure'), 'push.partner')?.['data'][0].match).not.toHaveProperty('secretKey');
  });

  test('nothing moves if the environment names another place', () => {
    const claim = ready('azure');
    const before = JSON.stringify([...claim.objects]);
    const { azure, ...rest } = facts();
    claim.environment = {
      ...rest,
      azure: {
        ...azure,
        location: 'westeurope',
        resourceGroup: 'other',
        subscriptionID: '99999999-1111-2222-3333-444444444444',
        secrets: { vaultPrefix: 'other' },
      },
    };
    claim.settle();
    expect(JSON.stringify([...claim.objects])).toBe(before);
  });
});

describe('a claim reports', () => {
  test.each([
    {
      key: 'secret.payment',
      says: /waits for its team to store a value of every key/,
      reason: 'its value is not in the store yet',
    },
    {
      key: 'push.partner',
      says: /write the Secret checkout-credentialstore-partner-written /,
      reason: 'its Secret is not written yet',
    },
  ])('that $key waits: $reason', ({ key, says }) => {
    const claim = claimOn('incluster');
    for (let pass = 0; pass < 3; pass += 1) {
      claim.reconcile();
      for (const part of claim.objects.keys()) claim.play(part, part === key ? 'starting' : 'ready');
    }
    expect(conditionOf(claim)).toMatchObject({ message: expect.stringMatching(says) });
  });
});

test.each(credentialStore.targets)(
  'on %s the Secret that a team writes keeps its name, also if the status is lost',
  (target) => {
    const claim = ready(target, { secrets: { partner: { keys: ['token'], from: 'written' } } });
    const push = claim.objects.get('push.partner') as Record<string, any>;
    const former = { ...push, spec: { ...push['spec'], selector: { secret: { name: 'former-partner' } } } };
    claim.objects.set('push.partner', former as never);
    claim.status = undefined;
    claim.settle();
    expect(claim.objects.get('push.partner')).toMatchObject({ spec: former.spec });
    expect(claim.status).toMatchObject({ secrets: { partner: { written: 'former-partner' } } });
  },
);

test.each(['aws', 'gcp'])('on %s an entry is deleted if the edit that removes it also ends the retention', (target) => {
  const claim = ready(target, { secrets: { first: { keys: ['a'] }, second: { keys: ['a'] } } }, facts('prod'));
  claim.spec = { ...claim.spec, secrets: { first: { keys: ['a'] } }, deletion: 'delete' };
  claim.reconcile();
  expect(isRetained(claim.objects.get('entry.second')?.['spec'] as object)).toBe(false);
  claim.settle();
  expect(claim.objects.has('entry.second')).toBe(false);
});

test('a claim without hand-written secrets records no names, because the API server refuses an emptied map', () => {
  const secrets = { first: { keys: ['a'] }, second: { keys: ['a'], from: 'written' } };
  const claim = ready('incluster', { secrets });
  expect(claim.status).toMatchObject({ recorded: { writtenNames: { second: expect.any(String) } } });
  claim.spec = { ...claim.spec, secrets: { first: secrets.first } };
  claim.settle();
  expect((claim.status as Loose)['recorded']).not.toHaveProperty('writtenNames');
});

describe('an entry that is removed in the same edit that changes deletion', () => {
  const changed = (target: string, from: string, first: string, then: string) => {
    const secrets = { first: { keys: ['a'] }, second: { keys: ['a'], from } };
    const claim = ready(target, { secrets, deletion: first }, facts('prod'));
    claim.spec = { ...claim.spec, secrets: { first: secrets.first }, deletion: then };
    claim.reconcile();
    return claim;
  };

  const at = (claim: PlayedClaim, key: string): any => claim.objects.get(key)?.['spec'];

  test('is deleted on aws without a recovery window if nothing is retained, so that its name is free', () => {
    const claim = changed('aws', 'store', 'retain', 'delete');
    expect(at(claim, 'entry.second').forProvider.recoveryWindowInDays).toBe(0);
  });

  test.each(['aws', 'gcp'])('is retained on %s if the edit begins to retain', (target) => {
    const claim = changed(target, 'store', 'delete', 'retain');
    expect(isRetained(at(claim, 'entry.second'))).toBe(true);
    claim.settle();
    expect(claim.objects.has('entry.second')).toBe(false);
  });

  test.each(['local', 'incluster', 'aws'])(
    'written by hand on %s: it stays composed until external-secrets has its deletion policy',
    (target) => {
      const claim = changed(target, 'written', 'retain', 'delete');
      for (let pass = 0; pass < 3; pass += 1) {
        expect(claim.objects.get('push.second')?.['spec']).toMatchObject({ deletionPolicy: 'Delete' });
        claim.reconcile();
      }
      claim.settle();
      expect(claim.objects.has('push.second')).toBe(false);
    },
  );

  test('written by hand on aws: external-secrets has the right to delete it at once', () => {
    const claim = changed('aws', 'written', 'retain', 'delete');
    const policy = () => at(claim, 'permissions').forProvider.policy as string;
    expect(policy()).toContain('secretsmanager:DeleteSecret');
    claim.settle();
    expect(policy()).toContain('secretsmanager:DeleteSecret');
  });

  test.each(['local', 'incluster', 'aws'])(
    'written by hand on %s: its copy stays if the edit begins to retain',
    (target) => {
      const claim = changed(target, 'written', 'delete', 'retain');
      expect(claim.objects.get('push.second')?.['spec']).toMatchObject({ deletionPolicy: 'None' });
      claim.settle();
      expect(claim.objects.has('push.second')).toBe(false);
    },
  );
});

const page = readFileSync(new URL('../../../docs/secrets.md', import.meta.url), 'utf8');

test.each([
  { target: 'incluster', command: (path: string) => `bao kv put -mount=secret ${path} ` },
  { target: 'aws', command: (path: string) => `--secret-id ${path} ` },
  { target: 'gcp', command: (path: string) => `gcloud secrets versions add ${path} ` },
  { target: 'azure', command: (path: string) => `--vault-name ${path.replace('/', ' --name ')} ` },
])('the commands on the page on secrets use the path of the claim on $target', ({ target, command }) => {
  expect(page).toContain(command((ready(target).status as Loose)['secrets'].payment.path));
});

test('the page on secrets creates the Secret that the status names', () => {
  expect(page).toContain(`kubectl create secret generic ${(ready('aws').status as Loose)['secrets'].partner.written} `);
});

test('the page on secrets shows the tested example', () => {
  const claim = readFileSync(new URL('../../../examples/credential-store.yaml', import.meta.url), 'utf8');
  expect(page).toContain(`\`\`\`yaml\n${claim}\`\`\``);
});

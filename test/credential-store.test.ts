/** CredentialStore: what a claim's words become, and what nobody can ask for. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { environmentConfig } from './cases/situation.ts';
import { PlayedClaim } from './played/claim.ts';

type Loose = Record<string, any>;
const dev = () => environmentConfig('dev')['data'] as Loose;
const three = {
  payment: { keys: ['api-key', 'webhook-secret'] },
  session: { keys: ['signing-key'], from: 'generated' },
  partner: { keys: ['token'], from: 'written' },
};
const claimOn = (target: string, { secrets = three, environment = dev() }: Loose = {}) =>
  new PlayedClaim({ kind: 'CredentialStore', target, environment, spec: { secrets }, name: 'checkout' });

function ready(...given: Parameters<typeof claimOn>): PlayedClaim {
  const claim = claimOn(...given);
  claim.settle();
  return claim;
}

const spec = (claim: PlayedClaim, key: string) => claim.objects.get(key)?.['spec'] as Loose | undefined;

describe.each(['local', 'incluster', 'aws'])('on %s', (target) => {
  test('every name is one Secret with the keys of the claim', () => {
    const claim = ready(target);
    const keysOf = (name: string) =>
      Object.keys((claim.secrets.get(name)?.['data'] as Loose | undefined) ?? {}).toSorted();
    expect(keysOf('checkout-credentialstore-payment')).toEqual(['api-key', 'webhook-secret']);
    expect(keysOf('checkout-credentialstore-session')).toEqual(['signing-key']);
    expect(keysOf('checkout-credentialstore-partner')).toEqual(['token']);
    expect(claim.status).toMatchObject({ secrets: { partner: { written: 'checkout-partner' } } });
  });

  test('a generated value is made once, and never read from the store', () => {
    const session = spec(ready(target), 'secret.session');
    expect(session).toMatchObject({ refreshPolicy: 'CreatedOnce', target: { creationPolicy: 'Owner' } });
    expect(session?.['secretStoreRef']).toBeUndefined();
    expect(session?.['data']).toBeUndefined();
  });

  test('without generated values there is no generator, and without written ones nothing is copied', () => {
    const claim = ready(target, { secrets: { payment: three.payment } });
    expect([...claim.objects.keys()].filter((key) => /^(password|push)/.test(key))).toEqual([]);
  });

  test('what is written by hand is read again from the entry that it was copied to', () => {
    const claim = ready(target);
    const copied = spec(claim, 'push.partner')?.['data'][0].match.remoteRef as Loose;
    const read = spec(claim, 'secret.partner')?.['data'][0].remoteRef as Loose;
    expect({ key: copied['remoteKey'], property: copied['property'] }).toEqual({ ...read, property: read['property'] });
  });
});

describe('in a shared cluster', () => {
  test('a claim logs in as itself, and reads below its own place alone', () => {
    const claim = ready('incluster');
    const account = claim.objects.get('account')?.metadata.name;
    expect(spec(claim, 'store')?.['provider'].vault).toMatchObject({
      server: 'https://openbao.dev.example.org:8200',
      auth: { kubernetes: { role: 'claims', serviceAccountRef: { name: account } } },
    });
    expect(spec(claim, 'secret.payment')?.['data'][0].remoteRef.key).toBe('dev/team-a/checkout/payment');
  });
});

describe('on AWS', () => {
  const forProvider = (claim: PlayedClaim, key: string) => spec(claim, key)?.['forProvider'] as Loose;

  test("only the claim's own account takes its role, which reaches the claim's entries alone", () => {
    const claim = ready('aws');
    const account = claim.objects.get('account')?.metadata.name;
    const [trusted] = JSON.parse(forProvider(claim, 'role')['assumeRolePolicy']).Statement as Loose[];
    expect(Object.values(trusted?.['Condition'].StringEquals)).toEqual([
      'sts.amazonaws.com',
      `system:serviceaccount:team-a:${account}`,
    ]);
    const statements = JSON.parse(forProvider(claim, 'permissions')['policy']).Statement as Loose[];
    expect(statements.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:dev/team-a/checkout/*',
    ]);
    expect(statements.flatMap(({ Action }) => Action).some((action: string) => action.includes('*'))).toBe(false);
  });

  test("the environment's key encrypts what is made and what is copied, and the role may use it", () => {
    const kmsKeyID = 'arn:aws:kms:eu-central-1:111122223333:key/1';
    const claim = ready('aws', { environment: { ...dev(), aws: { ...dev()['aws'], kmsKeyID } } });
    expect(forProvider(claim, 'entry.payment')['kmsKeyId']).toBe(kmsKeyID);
    expect(spec(claim, 'push.partner')?.['data'][0].metadata.spec.kmsKeyId).toBe(kmsKeyID);
    const statements = JSON.parse(forProvider(claim, 'permissions')['policy']).Statement as Loose[];
    expect(statements.at(-1)).toMatchObject({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: kmsKeyID });
  });

  test('an entry that external-secrets copies has one owner: no entry is composed for it', () => {
    expect([...ready('aws').objects.keys()].filter((key) => key.startsWith('entry.'))).toEqual(['entry.payment']);
  });
});

describe('a claim is told', () => {
  test.each([
    { key: 'secret.payment', says: /waits for a value of every key/, reason: 'nobody put it into the store yet' },
    { key: 'push.partner', says: /write the Secret checkout-partner/, reason: 'nobody wrote it yet' },
  ])('that $key waits: $reason', ({ key, says }) => {
    const claim = claimOn('incluster');
    for (let pass = 0; pass < 3; pass += 1) {
      claim.reconcile();
      for (const each of claim.objects.keys()) claim.play(each, each === key ? 'starting' : 'ready');
    }
    const told = claim.ask().conditions.find(({ type }) => type === 'Provisioned');
    expect(told).toMatchObject({ message: expect.stringMatching(says) });
  });
});

test('the page on secrets shows the example that is tested', () => {
  const page = readFileSync(new URL('../docs/secrets.md', import.meta.url), 'utf8');
  const claim = readFileSync(new URL('../examples/credential-store.yaml', import.meta.url), 'utf8');
  expect(page).toContain(`\`\`\`yaml\n${claim}\`\`\``);
});

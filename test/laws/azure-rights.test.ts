/** Rights at Azure: whom they are for, which Azure makes up when it makes the identity, and keeps for good. */
import type { Json } from 'planesmith/schema';
import { expect, test } from 'vitest';
import { example } from '../cases/claims.ts';
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from '../played/claim.ts';

type Loose = Record<string, any>;

const another = '99999999-0000-1111-2222-333333333333';
const cells = [
  { kind: 'PubSub', file: 'pub-sub.yaml', rights: ['sending', 'receiving'] },
  { kind: 'ObjectBucket', file: 'object-bucket.yaml', rights: ['access'] },
  { kind: 'CredentialStore', file: 'credential-store.yaml', rights: ['reader', 'writer'] },
];

function settled({ kind, file }: (typeof cells)[number]): PlayedClaim {
  const environment = environmentConfig('dev')['data'] as Loose;
  const claim = new PlayedClaim({
    kind,
    target: 'azure',
    environment,
    spec: example(file)['spec'] as Record<string, Json>,
  });
  claim.settle();
  return claim;
}

/** Changes what the identity shows of itself. */
function shows(claim: PlayedClaim, atProvider: Loose | undefined) {
  const identity = claim.objects.get('identity') as Loose;
  claim.objects.set('identity', { ...identity, status: { ...identity['status'], atProvider } } as never);
}

const principalsOf = (claim: PlayedClaim, rights: readonly string[]) =>
  rights.map((key) => (claim.objects.get(key) as Loose)['spec'].forProvider.principalId as string | undefined);

test.each(cells)('$kind gives its rights to the identity that there is, also where it was made anew', (cell) => {
  const claim = settled(cell);
  expect(principalsOf(claim, cell.rights)).not.toContain(another);
  shows(claim, { clientId: another, principalId: another });
  claim.reconcile();
  expect(principalsOf(claim, cell.rights)).toEqual(cell.rights.map(() => another));
  expect((claim.objects.get('account') as Loose)['metadata'].annotations).toMatchObject({
    'azure.workload.identity/client-id': another,
    'platform.example.org/principal-id': another,
  });
});

test.each(cells)('$kind keeps its rights while the identity shows nothing of itself', (cell) => {
  const claim = settled(cell);
  const before = [...claim.objects].map(([key, object]) => [key, (object as Loose)['spec'], object.metadata]);
  shows(claim, undefined);
  claim.reconcile();
  expect([...claim.objects].map(([key, object]) => [key, (object as Loose)['spec'], object.metadata])).toEqual(before);
});

/** Rights at Azure name the principal id of an identity, which Azure chooses when it creates the identity. */
import { expect, test } from 'vitest';
import { exampleSpec, facts, type Loose, readyClaim } from '../fixtures.ts';
import type { PlayedClaim } from '../played/claim.ts';

const another = '99999999-0000-1111-2222-333333333333';
const cells = [
  { kind: 'PubSub', key: 'pub-sub', rights: ['sending', 'receiving'] },
  { kind: 'ObjectBucket', key: 'object-bucket', rights: ['access'] },
  { kind: 'CredentialStore', key: 'credential-store', rights: ['reader', 'writer'] },
];

const ready = ({ kind, key }: (typeof cells)[number]) =>
  readyClaim({ kind, target: 'azure', environment: facts(), spec: exampleSpec(key) });

/** Changes the observed fields in the status of the identity. */
function setObserved(claim: PlayedClaim, atProvider: Loose | undefined) {
  const identity = claim.objects.get('identity') as Loose;
  claim.objects.set('identity', { ...identity, status: { ...identity['status'], atProvider } } as never);
}

const principalsOf = (claim: PlayedClaim, rights: readonly string[]) =>
  rights.map((key) => (claim.objects.get(key) as Loose)['spec'].forProvider.principalId as string | undefined);

test.each(cells)('$kind gives its rights to the present identity, also if that was created anew', (cell) => {
  const claim = ready(cell);
  expect(principalsOf(claim, cell.rights)).not.toContain(another);
  setObserved(claim, { clientId: another, principalId: another });
  claim.reconcile();
  expect(principalsOf(claim, cell.rights)).toEqual(cell.rights.map(() => another));
  expect((claim.objects.get('account') as Loose)['metadata'].annotations).toMatchObject({
    'azure.workload.identity/client-id': another,
    'platform.example.org/principal-id': another,
  });
});

test.each(cells)('$kind keeps its rights while the status of the identity is empty', (cell) => {
  const claim = ready(cell);
  const before = [...claim.objects].map(([key, object]) => [key, (object as Loose)['spec'], object.metadata]);
  setObserved(claim, undefined);
  claim.reconcile();
  expect([...claim.objects].map(([key, object]) => [key, (object as Loose)['spec'], object.metadata])).toEqual(before);
});

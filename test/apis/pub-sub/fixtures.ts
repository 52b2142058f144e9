/** A PubSub claim for the tests of every target. */
import { claimsOf, type Loose, specOf } from '../../fixtures.ts';
import type { PlayedClaim } from '../../played/claim.ts';

/** The topics of a claim by default. */
export const topics = { orders: {}, payments: { partitions: 6, retention: '3d' } };

export const { claimOn, ready } = claimsOf('PubSub', 'events', { topics });

/** The name in the cloud of the object with this key. */
export const externalName = (claim: PlayedClaim, key: string) =>
  claim.objects.get(key)?.metadata.annotations?.['crossplane.io/external-name'];

/** A setting of the Dapr component. */
export const setting = (claim: PlayedClaim, name: string) =>
  (specOf(claim, 'component')['metadata'] as Loose[]).find((entry) => entry['name'] === name);

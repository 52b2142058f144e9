/** A played PubSub, for the tests of what each target makes of one. */
import { environmentConfig } from '../cases/situation.ts';
import { PlayedClaim } from './claim.ts';

/** Anything that was composed, or an environment. */
export type Loose = Record<string, any>;

/** The facts of an example environment. */
export const facts = (name = 'dev') => environmentConfig(name)['data'] as Loose;

/** The topics of a claim that does not say. */
export const topics = { orders: {}, payments: { partitions: 6, retention: '3d' } };

/** A claim with those topics that nobody has answered yet. */
export const claimOn = (target: string, spec: Loose = {}, environment: Loose = facts()) =>
  new PlayedClaim({ kind: 'PubSub', target, environment, spec: { topics, ...spec }, name: 'events' });

/** The same, once it is ready. */
export function ready(...given: Parameters<typeof claimOn>): PlayedClaim {
  const claim = claimOn(...given);
  claim.settle();
  return claim;
}

export const spec = (claim: PlayedClaim, key: string) => claim.objects.get(key)?.['spec'] as Loose;

/** What a cloud is asked for under a key. */
export const forProvider = (claim: PlayedClaim, key: string) => spec(claim, key)['forProvider'] as Loose;

/** What the object under a key is called in its cloud. */
export const externalName = (claim: PlayedClaim, key: string) =>
  claim.objects.get(key)?.metadata.annotations?.['crossplane.io/external-name'];

/** A setting of the Dapr component. */
export const setting = (claim: PlayedClaim, name: string) =>
  (spec(claim, 'component')['metadata'] as Loose[]).find((each) => each['name'] === name);

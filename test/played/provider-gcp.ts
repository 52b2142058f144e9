/** provider-upjet-gcp: accounts and who may act as them. */
import { managedConditions } from './condition.ts';
import type { Player } from './play.ts';

/** A resource of which nobody reads more than that it is there. */
const simple =
  (id: string): Player =>
  (object, stage) => ({
    status: {
      ...(stage === 'ready' && { atProvider: { id } }),
      conditions: managedConditions(object, stage === 'ready'),
    },
  });

export const providerGcp: Readonly<Record<string, Player>> = {
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccount': simple('an-account'),
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccountIAMMember': simple('a-member'),
};

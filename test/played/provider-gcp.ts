/** provider-upjet-gcp: accounts and who may act as them. */
import { simple } from './managed.ts';
import type { Player } from './play.ts';

export const providerGcp: Readonly<Record<string, Player>> = {
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccount': simple('an-account'),
  'cloudplatform.gcp.m.upbound.io/v1beta1 ServiceAccountIAMMember': simple('a-member'),
};

/** An EKS Pod Identity association is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { PodIdentityAssociation as Model } from '../models/eks.aws.m.upbound.io/v1beta1/pod-identity-association.ts';
import { ruledOut } from './ruled-out.ts';

export type PodIdentityAssociation = Model;
export const PodIdentityAssociation = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  ready: ready.managed,
});

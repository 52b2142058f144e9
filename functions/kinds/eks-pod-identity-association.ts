/** An EKS Pod Identity association is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { PodIdentityAssociation as Model } from '../models/eks.aws.m.upbound.io/v1beta1/pod-identity-association.ts';
import { ruledOut } from './ruled-out.ts';

export type PodIdentityAssociation = Model;
export const PodIdentityAssociation = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/eks/pod_identity_association.go:87-104;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: [
    'spec.forProvider.clusterName',
    'spec.forProvider.namespace',
    'spec.forProvider.region',
    'spec.forProvider.serviceAccount',
  ],
  ready: ready.managed,
});

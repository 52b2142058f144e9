/** An IAM member, which lets an application act as a service account, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { ServiceAccountIAMMember as Model } from '../models/cloudplatform.gcp.m.upbound.io/v1beta1/service-account-iam-member.ts';
import { ruledOut } from './ruled-out.ts';

export type ServiceAccountIAMMember = Model;
export const ServiceAccountIAMMember = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-google@v7.39.0 google/tpgiamresource/resource_iam_member.go:67-98,
  // google/services/resourcemanager/iam_service_account.go:39
  immutable: [
    'spec.forProvider.condition',
    'spec.forProvider.member',
    'spec.forProvider.role',
    'spec.forProvider.serviceAccountId',
  ],
  ready: ready.managed,
});

/** An IAM member, which gives one account a role on a Secret Manager secret, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { SecretIAMMember as Model } from '../models/secretmanager.gcp.m.upbound.io/v1beta1/secret-iam-member.ts';
import { ruledOut } from './ruled-out.ts';

export type SecretIAMMember = Model;
export const SecretIAMMember = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  // terraform-provider-google@v7.39.0 google/tpgiamresource/resource_iam_member.go:67-98,
  // google/services/secretmanager/iam_secret_manager_secret.go:76-81
  immutable: [
    'spec.forProvider.condition',
    'spec.forProvider.member',
    'spec.forProvider.project',
    'spec.forProvider.role',
    'spec.forProvider.secretId',
  ],
  ready: ready.managed,
});

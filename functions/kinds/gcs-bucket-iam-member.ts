/** An IAM member, which gives one account a role on a Cloud Storage bucket, is ready when Google has it. */
import { composed, ready } from 'planesmith/authoring';
import { BucketIAMMember as Model } from '../models/storage.gcp.m.upbound.io/v1beta1/bucket-iam-member.ts';
import { ruledOut } from './ruled-out.ts';

export type BucketIAMMember = Model;
export const BucketIAMMember = composed(Model, {
  concerns: ruledOut('it gives rights, and holds no data'),
  ready: ready.managed,
});

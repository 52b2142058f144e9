/** An ElastiCache user is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { User as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/user.ts';
import { ruledOut } from './ruled-out.ts';

export type User = Model;
export const User = composed(Model, {
  concerns: ruledOut('it says who may log in, and holds no data'),
  // terraform-provider-aws@01f4311146 internal/service/elasticache/user.go, `ForceNew`;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.region', 'spec.forProvider.userName'],
  ready: ready.managed,
});

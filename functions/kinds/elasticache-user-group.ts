/** An ElastiCache user group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { UserGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/user-group.ts';
import { ruledOut } from './ruled-out.ts';

export type UserGroup = Model;
export const UserGroup = composed(Model, {
  concerns: ruledOut('it says who may log in, and holds no data'),
  // terraform-provider-aws@30ff468c8d internal/service/elasticache/user_group.go:52-63;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.engine', 'spec.forProvider.region'],
  ready: ready.managed,
});

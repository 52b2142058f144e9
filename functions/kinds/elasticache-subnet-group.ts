/** An ElastiCache subnet group is ready when AWS has it. */
import { composed, ready } from 'planesmith/authoring';
import { SubnetGroup as Model } from '../models/elasticache.aws.m.upbound.io/v1beta1/subnet-group.ts';
import { ruledOut } from './ruled-out.ts';

export type SubnetGroup = Model;
export const SubnetGroup = composed(Model, {
  concerns: ruledOut('it names subnets of the environment'),
  // terraform-provider-aws@30ff468c8d internal/service/elasticache/subnet_group.go:53 is its name;
  // region: internal/provider/sdkv2/region.go:85 of v6
  immutable: ['spec.forProvider.region'],
  ready: ready.managed,
});

/** What the AWS resources of a database have in common. */
import type { Claim } from 'planesmith/runtime';
import { cloudTags } from '../cloud-tags.ts';
import type { Environment } from '../environment.ts';
import { keep, own } from './ownership.ts';
import type { DatabasePlan } from './plan.ts';

/** An environment with an AWS account. */
export type AwsEnvironment = Environment & Required<Pick<Environment, 'aws'>>;

export interface RdsContext {
  readonly plan: DatabasePlan;
  readonly aws: AwsEnvironment['aws'];
  readonly region: string;
  /** Unique in the account: groups are named after it too, since each type of resource has names of its own. */
  readonly identity: string;
  readonly tags: Record<string, string>;
  /** Credentials, and what may be done with them: with `retain`, whatever the data needs outlives the claim. */
  readonly managed: {
    readonly managementPolicies: typeof keep;
    readonly providerConfigRef: AwsEnvironment['aws']['providerConfig'];
  };
}

/** What everything that is composed for `plan` needs to know. */
export function rdsContext(claim: Claim, plan: DatabasePlan, environment: AwsEnvironment): RdsContext {
  const { aws } = environment;
  return {
    plan,
    aws,
    region: plan.record.region ?? aws.region,
    identity: plan.record.identity,
    tags: cloudTags(claim, environment),
    managed: { managementPolicies: plan.retain ? keep : own, providerConfigRef: aws.providerConfig },
  };
}

/** The ParameterGroup of the planned version: a name per version, since a group cannot change its family. */
export function parameterGroupName({ plan, identity }: RdsContext): string {
  return `${identity}-pg${plan.record.version}`;
}

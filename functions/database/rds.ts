/** What the AWS resources of a database have in common. */
import type { WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { managedBy } from '../cloud/managed.ts';
import type { DatabasePlan } from './plan.ts';

/** An environment with an AWS account for databases. */
export type AwsEnvironment = WithSections<Environment, 'aws.postgres'>;

export interface RdsContext {
  readonly plan: DatabasePlan;
  readonly aws: AwsEnvironment['aws'];
  readonly region: string;
  /** Unique in the account: groups are named after it too, since each type of resource has names of its own. */
  readonly identity: string;
  /** Credentials, and what may be done with them: with `retain`, whatever the data needs outlives the claim. */
  readonly managed: ReturnType<typeof managedBy>;
}

/** What everything that is composed for `plan` needs to know. */
export function rdsContext(plan: DatabasePlan, environment: AwsEnvironment): RdsContext {
  const { aws } = environment;
  return {
    plan,
    aws,
    region: plan.record.region ?? aws.region,
    identity: plan.record.identity,
    managed: managedBy(aws.providerConfig, plan),
  };
}

/** The ParameterGroup of a major version: a name each, since a group cannot change its family. */
export function parameterGroupName({ identity }: RdsContext, version: string): string {
  return `${identity}-pg${version}`;
}

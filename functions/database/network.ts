/** The AWS network in which a database was made, which it never leaves. */
import { Incapable } from 'planesmith/runtime';
import type { SecurityGroup } from '../readiness/ec2-security-group.ts';
import type { DatabasePlan } from './plan.ts';
import type { AwsEnvironment } from './rds.ts';

/**
 * Throws where the environment has moved to another region or network than what exists. Nothing follows it there: what could be changed,
 * like who may enter, would only cut applications off from a server that stays behind.
 */
export function insistOnNetwork(
  { record }: DatabasePlan,
  aws: AwsEnvironment['aws'],
  existing: SecurityGroup | undefined,
) {
  const { region = record.region ?? aws.region, vpcId = aws.vpcID } = existing?.spec.forProvider ?? {};
  if (region === aws.region && vpcId === aws.vpcID) return;
  throw new Incapable(
    `this database is in ${region} and ${vpcId}, but the environment's aws.region and aws.vpcID are now ${aws.region} and ` +
      `${aws.vpcID}, and an existing database cannot move: it stays as it is, and no change to it is made, until the platform team ` +
      'puts the former network back into the EnvironmentConfig; databases in another network need an environment of their own',
  );
}

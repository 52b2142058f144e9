/** The AWS network in which something was made, which it never leaves. */
import { Incapable } from 'planesmith/authoring';
import type { Environment } from '../../environment/index.ts';
import type { SecurityGroup } from '../../kinds/ec2-security-group.ts';

interface Made {
  /** What it is, after "this" and in the plural. */
  readonly what: 'database' | 'cache';
  readonly region: string | undefined;
  /** The security group as it exists. */
  readonly existing: SecurityGroup | undefined;
}

/**
 * Throws where the environment has moved to another region or network than what exists. Nothing follows it there: what could be changed,
 * like who may enter, would only cut applications off from a server that stays behind.
 */
export function insistOnNetwork(aws: NonNullable<Environment['aws']>, { what, region: recorded, existing }: Made) {
  const { region = recorded ?? aws.region, vpcId = aws.vpcID } = existing?.spec.forProvider ?? {};
  if (region === aws.region && vpcId === aws.vpcID) return;
  throw new Incapable(
    `this ${what} is in ${region} and ${vpcId}, but the environment's aws.region and aws.vpcID are now ${aws.region} and ` +
      `${aws.vpcID}, and an existing ${what} cannot move: it stays as it is, and no change to it is made, until the platform team ` +
      `puts the former network back into the EnvironmentConfig; ${what}s in another network need an environment of their own`,
  );
}

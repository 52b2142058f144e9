/** The check that a server at AWS is still in its environment's network, which it can never leave. */
import { Incapable } from 'planesmith/authoring';
import type { Environment } from '../../environment/index.ts';
import type { SecurityGroup } from '../../kinds/ec2-security-group.ts';

interface Server {
  /** Its name in the message. */
  readonly what: 'database' | 'cache';
  readonly region: string | undefined;
  /** The security group that exists. */
  readonly existing: SecurityGroup | undefined;
}

/**
 * Throws an `Incapable` if the environment has moved to another region or network than the existing server.
 *
 * The server cannot follow it. Changing the rest, such as the firewall, would only cut applications off from their server.
 */
export function insistOnNetwork(aws: NonNullable<Environment['aws']>, { what, region: recorded, existing }: Server) {
  const { region = recorded ?? aws.region, vpcId = aws.vpcID } = existing?.spec.forProvider ?? {};
  if (region === aws.region && vpcId === aws.vpcID) return;
  throw new Incapable(
    `this ${what} is in ${region} and ${vpcId}, but the environment's aws.region and aws.vpcID are now ${aws.region} and ` +
      `${aws.vpcID}, and an existing ${what} cannot move: it stays as it is, and no change to it is made, until the platform team ` +
      `puts the former network back into the EnvironmentConfig; ${what}s in another network need an environment of their own`,
  );
}

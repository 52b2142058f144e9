/** The documents by which AWS lets one account of one cluster use the entries of one claim. */
import { partitionOf } from '../aws/arn.ts';

interface Where {
  readonly region: string;
  readonly accountID: string;
  readonly oidcProvider: string;
  /** The key that encrypts them, where it is not AWS's own. */
  readonly key: string | undefined;
}

/** The ARN of something of the environment's account; services other than IAM are regional. */
export function arnOf({ region, accountID }: Where, service: string, rest: string): string {
  return `arn:${partitionOf(region)}:${service}:${service === 'iam' ? '' : region}:${accountID}:${rest}`;
}

/** Lets a ServiceAccount (`<namespace>:<name>`) be the role: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
export function trust(where: Where, account: string): string {
  const { oidcProvider } = where;
  return policy({
    Principal: { Federated: arnOf(where, 'iam', `oidc-provider/${oidcProvider}`) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${oidcProvider}:aud`]: 'sts.amazonaws.com',
        [`${oidcProvider}:sub`]: `system:serviceaccount:${account}`,
      },
    },
  });
}

/** What external-secrets does with the entries below `path`: https://external-secrets.io/latest/provider/aws-secrets-manager */
export function use(where: Where, path: string): string {
  const entries = {
    Action: [
      'CreateSecret',
      'DeleteSecret',
      'DescribeSecret',
      'GetSecretValue',
      'ListSecretVersionIds',
      'PutSecretValue',
      'TagResource',
      'UntagResource',
    ].map((action) => `secretsmanager:${action}`),
    Resource: arnOf(where, 'secretsmanager', `secret:${path}/*`),
  };
  const key = { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: where.key };
  return where.key === undefined ? policy(entries) : policy(entries, key);
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
}

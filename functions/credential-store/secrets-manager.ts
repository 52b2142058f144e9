/** The documents by which AWS lets one account of one cluster use the entries of one claim. */
import { partitionOf } from '../cloud/aws/arn.ts';

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

/** What external-secrets may do to the entries below `path`, beside reading them. */
interface Rights {
  /** Paths of the entries that it copies values into. */
  readonly writes: readonly string[];
  /** Whether it deletes what it wrote. */
  readonly deletes: boolean;
}

/** What external-secrets does with the entries below `path`: https://external-secrets.io/latest/provider/aws-secrets-manager */
export function use(where: Where, path: string, { writes, deletes }: Rights): string {
  const all = arnOf(where, 'secretsmanager', `secret:${path}/*`);
  const statements: object[] = [
    { Action: actions('DescribeSecret', 'GetSecretValue', 'ListSecretVersionIds'), Resource: all },
  ];
  if (writes.length > 0) {
    // Six characters follow the name of an entry that exists (docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html).
    const entries = writes.flatMap((entry) => [`secret:${entry}`, `secret:${entry}-??????`]);
    statements.push({
      Action: actions('CreateSecret', 'PutSecretValue', 'TagResource', 'UntagResource'),
      Resource: entries.map((entry) => arnOf(where, 'secretsmanager', entry)),
    });
  }
  if (deletes) {
    const own = { StringEquals: { 'aws:ResourceTag/managed-by': 'external-secrets' } };
    statements.push({ Action: deletion, Resource: all, Condition: own });
  }
  if (where.key !== undefined) {
    const Action = writes.length > 0 ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
    statements.push({ Action, Resource: where.key });
  }
  return policy(...statements);
}

const actions = (...names: readonly string[]) => names.map((name) => `secretsmanager:${name}`);

const deletion = 'secretsmanager:DeleteSecret';

/** Whether a policy that `use` returned lets external-secrets delete what it wrote; false without one. */
export function mayDelete(policyText: string | undefined): boolean {
  if (policyText === undefined) return false;
  const { Statement } = JSON.parse(policyText) as { readonly Statement: readonly { readonly Action: unknown }[] };
  return Statement.some(({ Action }) => Action === deletion);
}

function policy(...statements: readonly object[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
}

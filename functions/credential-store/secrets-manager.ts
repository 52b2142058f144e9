/** The IAM policies by which one ServiceAccount of one cluster uses the entries of one claim. */
import { partitionOf } from '../cloud/aws/arn.ts';

export interface Place {
  readonly region: string;
  readonly accountID: string;
  readonly oidcProvider: string;
  /** The key that encrypts the entries, if it is not AWS's own. */
  readonly key?: string | undefined;
}

/** The ARN of a resource in the claim's AWS account. IAM's ARNs have no region. */
export function arnOf({ region, accountID }: Place, service: string, path: string): string {
  return `arn:${partitionOf(region)}:${service}:${service === 'iam' ? '' : region}:${accountID}:${path}`;
}

/** Lets a ServiceAccount (`<namespace>:<name>`) assume the role: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
export function trustPolicy(place: Place, serviceAccount: string): string {
  const { oidcProvider } = place;
  return policy({
    Principal: { Federated: arnOf(place, 'iam', `oidc-provider/${oidcProvider}`) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${oidcProvider}:aud`]: 'sts.amazonaws.com',
        [`${oidcProvider}:sub`]: `system:serviceaccount:${serviceAccount}`,
      },
    },
  });
}

/** The rights of external-secrets on the entries below a path, besides reading them. */
interface Rights {
  /** Paths of the entries that it copies values into. */
  readonly writes: readonly string[];
  /** Whether it deletes the entries that it created. */
  readonly deletes: boolean;
}

/**
 * Lets external-secrets use the entries below `path`. The actions are those that it calls (external-secrets v2.9.0
 * providers/v1/aws/secretsmanager/secretsmanager.go, with the line of each call). Its documentation names others.
 */
export function accessPolicy(place: Place, path: string, { writes, deletes }: Rights): string {
  const all = arnOf(place, 'secretsmanager', `secret:${path}/*`);
  // constructSecretValue (807); before it copies or deletes, it looks at the tags (PushSecret 262, DeleteSecret 194).
  const reads = writes.length > 0 || deletes ? actions('DescribeSecret', 'GetSecretValue') : actions('GetSecretValue');
  const statements: object[] = [{ Action: reads, Resource: all }];
  if (writes.length > 0) {
    // AWS appends six characters to the name of an existing entry (docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html).
    const entries = writes.flatMap((entry) => [`secret:${entry}`, `secret:${entry}-??????`]);
    statements.push({
      // createSecretWithContext (603), putSecretValueWithContext (684), patchTags (717, 705). In every later reconcile, deleteResourcePolicy (922).
      Action: actions('CreateSecret', 'PutSecretValue', 'TagResource', 'UntagResource', 'DeleteResourcePolicy'),
      Resource: entries.map((entry) => arnOf(place, 'secretsmanager', entry)),
    });
  }
  if (deletes) {
    // DeleteSecret (224), of entries with the tag of isManagedByESO (321).
    const own = { StringEquals: { 'aws:ResourceTag/managed-by': 'external-secrets' } };
    statements.push({ Action: deletion, Resource: all, Condition: own });
  }
  if (place.key !== undefined) {
    const Action = writes.length > 0 ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
    statements.push({ Action, Resource: place.key });
  }
  return policy(...statements);
}

const actions = (...names: readonly string[]) => names.map((name) => `secretsmanager:${name}`);

const deletion = 'secretsmanager:DeleteSecret';

/** Whether a policy that `accessPolicy` returned lets external-secrets delete entries; false without a policy. */
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

/** The statement of an AWS policy that denies requests without TLS (docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html). */

type Service = keyof typeof denied;

/** What is denied. SNS takes no wildcard in the policy of a topic (docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html). */
const denied = { s3: 's3:*', sns: 'sns:Publish', sqs: 'sqs:*' };

/** The statement for a resource of a service. */
export function onlyEncrypted(service: Service, resource: string | readonly string[]) {
  return {
    Sid: 'OnlyEncrypted',
    Effect: 'Deny',
    Principal: '*',
    Action: denied[service],
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** A sentence for the condition if a policy allows requests without TLS; undefined if it denies them. */
export function whyNotEncrypted(service: Service, policy: string | undefined): string | undefined {
  const { Statement: statements = [] } = JSON.parse(policy ?? '{}') as { readonly Statement?: readonly Statement[] };
  const denies = statements.some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === 'Deny' &&
      Principal === '*' &&
      Action === denied[service] &&
      Condition?.Bool?.['aws:SecureTransport'] === 'false',
  );
  return denies ? undefined : 'its policy allows requests without TLS (aws:SecureTransport)';
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Condition?: { readonly Bool?: Readonly<Record<string, string>> };
}

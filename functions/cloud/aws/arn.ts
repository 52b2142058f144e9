/** The parts of Amazon Resource Names (ARNs). */

/** The partition of a region in ARNs (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The account number in the first ARN of a text, such as a policy; undefined without one. */
export function accountIn(text: string | undefined): string | undefined {
  return /arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}):/.exec(text ?? '')?.[1];
}

/** The region in the first ARN of a text that has one. */
export function regionIn(text: string | undefined): string | undefined {
  return /arn:[a-z-]+:[a-z0-9-]+:([a-z0-9-]+):[0-9]{12}:/.exec(text ?? '')?.[1];
}

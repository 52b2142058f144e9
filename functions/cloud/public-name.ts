/** Names that all customers of a cloud share, which begin with the company's own word. */
import type { CloudName } from 'planesmith/authoring';

/**
 * What a cloud refuses anywhere in such a name: Google its own and close misspellings (cloud.google.com/storage/docs/buckets#naming),
 * Azure two trade marks (learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name). What S3 reserves
 * is at the ends of names, where ours have a prefix and a hash (docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
 */
const refused: Readonly<Record<Cloud, RegExp | undefined>> = {
  aws: undefined,
  gcp: /g[o0]+g+[l1]e/,
  azure: /microsoft|windows/,
};

type Cloud = 'aws' | 'gcp' | 'azure';

interface PublicName {
  readonly cloud: Cloud;
  /** The company's word, which the environment says. */
  readonly prefix: string;
  readonly key: string;
  readonly maxLength: number;
  readonly cloudName: CloudName;
}

/** A name that the cloud takes whatever the claim is called: it reads as the claim, or is a hash where that cannot be said there. */
export function publicName({ cloud, prefix, key, maxLength, cloudName }: PublicName): string {
  const before = `${prefix}-`;
  const name = cloudName(key, { maxLength: maxLength - before.length });
  return `${before}${refused[cloud]?.test(name) ? hashOf(cloudName, key) : name}`;
}

/** The 16 digits of a hash by which a name is cut. */
export function hashOf(cloudName: CloudName, key: string): string {
  return cloudName(key, { maxLength: 20 }).slice(-16);
}

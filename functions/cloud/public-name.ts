/** Names that are unique among all customers of a cloud. They begin with the company's prefix. */
import type { CloudName } from 'planesmith/authoring';

/**
 * The text that a cloud refuses anywhere in such a name.
 *
 * Google refuses its own name and close misspellings (cloud.google.com/storage/docs/buckets#naming). Azure refuses two trade marks
 * (learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name). S3 reserves only the ends of names,
 * and ours have a prefix and a hash there (docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
 */
const refusedText: Readonly<Record<Cloud, RegExp | undefined>> = {
  aws: undefined,
  gcp: /g[o0]+g+[l1]e/,
  azure: /microsoft|windows/,
};

type Cloud = 'aws' | 'gcp' | 'azure';

interface PublicName {
  readonly cloud: Cloud;
  /** The company's prefix, from the environment. */
  readonly prefix: string;
  readonly key: string;
  readonly maxLength: number;
  readonly cloudName: CloudName;
}

/** A name that the cloud accepts for every claim: the prefix with the claim's name, or with a hash if the cloud refuses that name. */
export function publicName({ cloud, prefix, key, maxLength, cloudName }: PublicName): string {
  const start = `${prefix}-`;
  const name = cloudName(key, { maxLength: maxLength - start.length });
  return `${start}${refusedText[cloud]?.test(name) ? hashOf(cloudName, key) : name}`;
}

/** The hash of 16 digits at the end of a shortened name. */
export function hashOf(cloudName: CloudName, key: string): string {
  return cloudName(key, { maxLength: 20 }).slice(-16);
}

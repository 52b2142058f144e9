/** The environment sections `objects`, by target: where buckets are. */
import { object, string, type Rule } from 'planesmith/schema';

export const inclusterObjects = object(
  {
    storageClass: string('Storage class of the buckets, which belongs to an operator such as Rook or NooBaa.', {
      format: 'k8s-long-name',
      maxLength: 253,
    }),
    endpoint: string('Address at which applications in this cluster reach the buckets.', {
      pattern: '^https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$',
      maxLength: 253,
    }),
    region: string('The region that clients must send.', { pattern: '^[a-z0-9-]+$', maxLength: 63 }),
  },
  { description: 'What buckets in this cluster need. Without it, none are offered on local and incluster.' },
);

const bucketPrefix = (cloud: string, refused: Rule) =>
  string(
    `Begins the name of every bucket. Bucket names are unique in all of ${cloud}, so this must be the company's own.`,
    { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20, rules: [refused] },
  );

export const awsObjects = object(
  {
    bucketPrefix: bucketPrefix('AWS', {
      rule: "!self.matches('^(sthree|amzn-s3-demo)(-|$)')",
      message: 'AWS keeps names that begin with sthree- or amzn-s3-demo- for itself',
    }),
  },
  { description: 'What buckets on AWS need. Without it, none are offered there.' },
);

export const gcpObjects = object(
  {
    bucketPrefix: bucketPrefix('Google Cloud', {
      rule: "!self.matches('^goog|g[o0]+g+[l1]e')",
      message: 'Google refuses names that begin with goog, or contain google or close misspellings',
    }),
  },
  { description: 'What buckets on Google Cloud need. Without it, none are offered there.' },
);

export const azureObjects = object(
  {
    accountPrefix: string(
      "Begins the name of every storage account. These are unique among all Azure customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*$', maxLength: 8 },
    ),
  },
  {
    description:
      'What buckets on Azure need. Without it, none are offered there. Storage accounts have no keys and let only the client ' +
      'subnets in. So the ProviderConfig must say `storageUseAzureAD: true` and the provider must run in one of the subnets. ' +
      'To read containers, its identity needs the role Storage Blob Data Owner or Contributor on the resource group.',
  },
);

/** The API ObjectBucket: the fields of a claim, of its record and of its status. */
import {
  api,
  boolean,
  connectionSecret,
  deletion,
  effectiveDeletion,
  integer,
  object,
  optional,
  string,
} from 'planesmith/schema';
import {
  endpoint,
  givenAccount,
  links,
  recordedHome,
  recordedKey,
  serviceAccount,
  staysWithAccount,
} from './vocabulary.ts';

const secret = {
  endpoint: 'Address of the object store, as a URL.',
  region: 'Region of the bucket.',
  bucket: 'Name of the bucket at that address.',
  access_key_id:
    'Id of the key that opens it by the S3 protocol; absent if applications run as `status.serviceAccount` instead.',
  secret_key: 'The secret half of that key; absent with it.',
};

export const objectBucket = api({
  kind: 'ObjectBucket',
  shortNames: ['bucket'],
  categories: ['platform'],
  description:
    'A bucket for files and other objects, encrypted and never public. One Secret to mount says where it is; it is opened ' +
    'with the keys there, by the S3 protocol, or where it has none by running as the account `status.serviceAccount`.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object(
    {
      versioning: optional(
        boolean(
          'Whether what is overwritten or deleted can be had back for 30 days. On wherever the object store can, unless this ' +
            'says otherwise; `status.effective.versioning` tells.',
        ),
      ),
      expireDays: optional(
        integer(
          'Delete objects that are older than this, in days; when absent, none is deleted. Refused if the object store deletes ' +
            'nothing by itself: then the application must.',
          { minimum: 1, maximum: 3650 },
        ),
      ),
      deletion: deletion(),
      serviceAccount: givenAccount(),
      connectionSecret: connectionSecret(secret),
    },
    { rules: [staysWithAccount] },
  ),
  recorded: object({
    bucket: string('Name of the bucket.', { maxLength: 63 }),
    ...recordedHome(),
    ...recordedKey(),
    class: optional(string('Class of the store that it is in, where stores have classes.', { maxLength: 253 })),
    endpoint: optional(string('Where that store was last known to be.', { maxLength: 253 })),
    store: optional(string('Name of the store that it is in, where it has one to itself.', { maxLength: 24 })),
    user: string('Name of who opens it, as the object store knows it.', { maxLength: 64 }),
  }),
  status: object({
    endpoint: endpoint(),
    serviceAccount: serviceAccount(),
    effective: optional(
      object(
        {
          versioning: boolean('Whether earlier versions are kept.'),
          expireDays: optional(integer('After how many days objects are deleted.')),
          deletion: effectiveDeletion(),
        },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
  }),
  secret,
  tasks: {
    'Get back what was overwritten or deleted':
      'If `status.effective.versioning` is true, earlier versions stay for 30 days. Ask for them by the tools of the object store, at the `endpoint` of the Secret.',
  },
  columns: [
    { name: 'BUCKET', jsonPath: '.status.recorded.bucket' },
    { name: 'VERSIONING', jsonPath: '.status.effective.versioning' },
  ],
});

/** The approved APIs: an API that is not listed here does not exist. */
import { database } from './database.ts';
import { devNamespace } from './dev-namespace.ts';
import { objectBucket } from './object-bucket.ts';
import { resiliencyPolicy } from './resiliency-policy.ts';

export const apis = {
  database,
  'dev-namespace': devNamespace,
  'object-bucket': objectBucket,
  'resiliency-policy': resiliencyPolicy,
};

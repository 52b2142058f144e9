/** The approved APIs: an API that is not listed here does not exist. */
import { cache } from './cache.ts';
import { credentialStore } from './credential-store.ts';
import { database } from './database.ts';
import { devNamespace } from './dev-namespace.ts';
import { objectBucket } from './object-bucket.ts';
import { pubSub } from './pub-sub.ts';
import { resiliencyPolicy } from './resiliency-policy.ts';
import { stateStore } from './state-store.ts';

export const apis = {
  cache,
  'credential-store': credentialStore,
  database,
  'dev-namespace': devNamespace,
  'object-bucket': objectBucket,
  'pub-sub': pubSub,
  'resiliency-policy': resiliencyPolicy,
  'state-store': stateStore,
};

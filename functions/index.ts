/** The function of each API. */
import type { Functions } from 'planesmith/authoring';
import type { apis } from '../apis/index.ts';
import { cache } from './cache/index.ts';
import { credentialStore } from './credential-store/index.ts';
import { database } from './database/index.ts';
import { devNamespace } from './dev-namespace/index.ts';
import { objectBucket } from './object-bucket/index.ts';
import { pubSub } from './pub-sub/index.ts';
import { resiliencyPolicy } from './resiliency-policy/index.ts';
import { stateStore } from './state-store/index.ts';

export const functions = {
  cache,
  'credential-store': credentialStore,
  database,
  'dev-namespace': devNamespace,
  'object-bucket': objectBucket,
  'pub-sub': pubSub,
  'resiliency-policy': resiliencyPolicy,
  'state-store': stateStore,
} satisfies Functions<typeof apis>;

/** What answers the claims of each API. */
import type { Functions } from 'planesmith/runtime';
import type { apis } from '../apis/index.ts';
import { database } from './database/index.ts';
import { devNamespace } from './dev-namespace/index.ts';
import { resiliencyPolicy } from './resiliency-policy/index.ts';

export const functions = {
  database,
  'dev-namespace': devNamespace,
  'resiliency-policy': resiliencyPolicy,
} satisfies Functions<typeof apis>;

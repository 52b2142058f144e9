/** What the install bundle of each target has beside the engine's own files: a chart for each file. */
import type { Install, Operators } from 'planesmith/synth';
import type { apis } from '../../apis/index.ts';
import { expiry } from './expiry.ts';
import { kafka } from './kafka.ts';
import { limits } from './limits.ts';
import { roles } from './roles.ts';
import { usages } from './usages.ts';

type Target = (typeof apis)[keyof typeof apis]['targets'][number];

export const install = {
  local: { expiry, kafka, 'limits-kyverno': limits, roles, usages: usages('kubernetes') },
  incluster: { expiry, 'limits-kyverno': limits, roles, usages: usages('kubernetes') },
  aws: { expiry, 'limits-kyverno': limits, roles, usages: usages('aws', 'sql') },
  gcp: { expiry, 'limits-kyverno': limits, roles, usages: usages('gcp', 'sql') },
  azure: { expiry, 'limits-kyverno': limits, roles, usages: usages('azure', 'sql') },
} satisfies Install<Target>;

/** Where operators run, if that is not a namespace of their own name. */
export const operators = {
  'cloudnative-pg': { namespace: 'cnpg-system' },
  // Strimzi looks after the namespace that it runs in, and there is the broker that all claims share.
  strimzi: { namespace: 'kafka' },
} satisfies Operators;

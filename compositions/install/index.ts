/** What the install bundle of each target has beside the engine's own files: a chart for each file. */
import type { Install } from 'planesmith/synth';
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

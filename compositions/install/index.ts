/** What the install bundle of each target has beside the engine's own files: a chart for each file. */
import type { Install } from 'planesmith/synth';
import type { apis } from '../../apis/index.ts';
import { expiry } from './expiry.ts';
import { kafka } from './kafka.ts';
import { roles } from './roles.ts';
import { usages } from './usages.ts';

type Target = (typeof apis)[keyof typeof apis]['targets'][number];

export const install = {
  local: { expiry, kafka, roles, usages: usages('kubernetes') },
  incluster: { expiry, roles, usages: usages('kubernetes') },
  aws: { expiry, roles, usages: usages('aws', 'sql') },
  gcp: { expiry, roles, usages: usages('gcp', 'sql') },
  azure: { expiry, roles, usages: usages('azure', 'sql') },
} satisfies Install<Target>;

/** What the install bundle of each target has beside the engine's own files: a chart for each file. */
import type { Install } from 'planesmith/synth';
import type { apis } from '../../apis/index.ts';
import { expiry } from './expiry.ts';
import { kafka } from './kafka.ts';
import { usages } from './usages.ts';

type Target = (typeof apis)[keyof typeof apis]['targets'][number];

export const install = {
  local: { expiry, kafka, usages: usages('kubernetes') },
  incluster: { expiry, usages: usages('kubernetes') },
  aws: { expiry, usages: usages('aws', 'sql') },
  gcp: { expiry, usages: usages('gcp', 'sql') },
  azure: { expiry, usages: usages('azure', 'sql') },
} satisfies Install<Target>;

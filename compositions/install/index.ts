/** What the install bundle of each target has beside the engine's own files: a chart for each file. */
import type { Install } from 'planesmith/synth';
import type { apis } from '../../apis/index.ts';
import { expiry } from './expiry.ts';
import { kafka } from './kafka.ts';

type Target = (typeof apis)[keyof typeof apis]['targets'][number];

export const install = {
  local: { expiry, kafka },
  incluster: { expiry },
  aws: { expiry },
  gcp: { expiry },
  azure: { expiry },
} satisfies Install<Target>;

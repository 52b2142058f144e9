/** What the install bundle of each target has beside the engine's own files: a chart for each file. */
import type { Install } from 'planesmith/synth';
import type { apis } from '../../apis/index.ts';
import { expiry } from './expiry.ts';
import { kafka } from './kafka.ts';
import { roles } from './roles.ts';

type Target = (typeof apis)[keyof typeof apis]['targets'][number];

export const install = {
  local: { expiry, kafka, roles },
  incluster: { expiry, roles },
  aws: { expiry, roles },
  gcp: { expiry, roles },
  azure: { expiry, roles },
} satisfies Install<Target>;

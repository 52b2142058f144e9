/** What answers the claims of each API, on each target. */
import type { Functions } from 'planesmith/runtime';
import type { apis } from '../apis/index.ts';
import { aws } from './database/aws.ts';
import { incluster } from './database/incluster.ts';
import { local } from './database/local.ts';
import { plan } from './database/plan.ts';

export const functions = {
  database: { planner: plan, targets: { local, incluster, aws } },
} satisfies Functions<typeof apis>;

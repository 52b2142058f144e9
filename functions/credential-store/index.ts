/** The functions that answer CredentialStore claims, one per target. */
import type { ApiFunction } from 'planesmith/authoring';
import type { credentialStore as api } from '../../apis/credential-store.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { credentialStorePlanner } from './plan.ts';

export const credentialStore = {
  planner: credentialStorePlanner,
  targets: { local, incluster, aws, gcp, azure },
} satisfies ApiFunction<typeof api>;

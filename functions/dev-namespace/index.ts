/** The function of DevNamespace: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { devNamespace as api } from '../../apis/dev-namespace.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { devNamespacePlanner } from './plan.ts';

export { quotaLimits, type QuotaTable } from './quotas.ts';

export const devNamespace = {
  planner: devNamespacePlanner,
  targets: { local, incluster, aws, gcp, azure },
} satisfies ApiFunction<typeof api>;

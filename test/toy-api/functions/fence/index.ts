/** What answers Fence claims, on each target. */
import type { ApiFunction } from 'planesmith/authoring';
import type { fence as api } from '../../apis/fence.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { fencePlanner } from './plan.ts';

export const fence = { planner: fencePlanner, targets: { local, incluster } } satisfies ApiFunction<typeof api>;

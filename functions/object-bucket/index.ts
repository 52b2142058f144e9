/** The function of ObjectBucket: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { objectBucket as api } from '../../apis/object-bucket.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { objectBucketPlanner } from './plan.ts';

export const objectBucket = {
  planner: objectBucketPlanner,
  targets: { local, incluster, aws, gcp, azure },
} satisfies ApiFunction<typeof api>;

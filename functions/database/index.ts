/** The function of Database: its planner, and its targets. */
import type { ApiFunction } from 'planesmith/authoring';
import type { database as api } from '../../apis/database.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { local } from './local.ts';
import { databasePlanner } from './plan.ts';

export { type SizeTable, sizeTable } from './sizes.ts';

export const database = {
  planner: databasePlanner,
  targets: { local, incluster, aws, gcp, azure },
} satisfies ApiFunction<typeof api>;

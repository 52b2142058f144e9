/** Fence: the decisions for a claim, the same on every target. */
import { fence } from '../../apis/fence.ts';
import { planner } from '../bind.ts';

export const fencePlanner = planner(fence, ({ spec }) => ({
  pods: { matchLabels: { app: spec.application } },
  ports: spec.port === undefined ? undefined : [{ protocol: 'TCP', port: spec.port }],
  record: {},
}));

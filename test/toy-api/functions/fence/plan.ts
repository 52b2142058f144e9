/** Fence: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/runtime';
import { fence } from '../../apis/fence.ts';
import { environment } from '../environment.ts';

export const plan = planner(fence, environment, ({ spec }) => ({
  pods: { matchLabels: { app: spec.application } },
  ports: spec.port === undefined ? undefined : [{ protocol: 'TCP', port: spec.port }],
  record: {},
}));

/** Fence: what is decided for a claim, whatever the target. */
import { planner } from 'planesmith/authoring';
import { fence } from '../../apis/fence.ts';
import { environment } from '../environment/index.ts';

export const plan = planner(fence, environment, ({ spec }) => ({
  pods: { matchLabels: { app: spec.application } },
  ports: spec.port === undefined ? undefined : [{ protocol: 'TCP', port: spec.port }],
  record: {},
}));

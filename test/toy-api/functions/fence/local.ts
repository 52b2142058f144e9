/** Fence wherever there is Kubernetes. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { fencePlanner } from './plan.ts';

export const local = target(
  fencePlanner,
  { resources: { policy: main(NetworkPolicy) } },
  ({ plan: { pods, ports }, claim }) => ({
    resources: {
      policy: NetworkPolicy({
        spec: { podSelector: pods, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }], ports }] },
      }),
    },
    secret: {},
    status: { fenced: `pods of ${claim.namespace}` },
  }),
);

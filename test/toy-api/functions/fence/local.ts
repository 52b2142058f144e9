/** Fence wherever there is Kubernetes. */
import { main, target } from 'planesmith/authoring';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { plan } from './plan.ts';

export const local = target(
  plan,
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

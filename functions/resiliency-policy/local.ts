/** ResiliencyPolicy wherever Dapr runs: one Resiliency, which its sidecars read when they start. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { Resiliency } from '../kinds/dapr-resiliency.ts';
import { type Patience, resiliencyPolicyPlanner } from './plan.ts';

/** The one name under which the policies stand that all calls of a claim follow. */
const only = 'calls';
const all = { timeout: only, retry: only, circuitBreaker: only };

export const local = target(
  resiliencyPolicyPlanner,
  { resources: { resiliency: main(Resiliency) } },
  ({ plan: { patience, links, spec } }) => {
    const { timeoutSeconds, retries, breaksAfter, mendsAfterSeconds } = patience;
    return {
      resources: {
        resiliency: Resiliency({
          scopes: spec.callers,
          spec: {
            policies: policiesOf(patience),
            targets: {
              apps: spec.callees && Object.fromEntries(spec.callees.map((app) => [app, all])),
              components:
                spec.components &&
                Object.fromEntries(spec.components.map((component) => [component, { outbound: all, inbound: all }])),
            },
          },
        }),
      },
      secret: {},
      status: { effective: { timeoutSeconds, retries, breaksAfter, mendsAfterSeconds }, links },
    };
  },
);

/** https://docs.dapr.io/reference/resource-specs/resiliency-schema */
function policiesOf({ timeoutSeconds, retries, pause, breaksAfter, mendsAfterSeconds }: Patience) {
  return {
    timeouts: { [only]: `${timeoutSeconds}s` },
    retries: { [only]: { ...pause, maxRetries: retries } },
    circuitBreakers: {
      [only]: { maxRequests: 1, timeout: `${mendsAfterSeconds}s`, trip: `consecutiveFailures >= ${breaksAfter}` },
    },
  };
}

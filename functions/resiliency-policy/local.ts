/** ResiliencyPolicy on every target: one Resiliency, which Dapr's sidecars read when they start. */
import { main } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { Resiliency } from '../kinds/dapr-resiliency.ts';
import { type CallSettings, resiliencyPolicyPlanner } from './plan.ts';

/** The one name of the timeout, the retry and the circuit breaker for all calls of a claim. */
const policyName = 'calls';
const allPolicies = { timeout: policyName, retry: policyName, circuitBreaker: policyName };

export const local = target(
  resiliencyPolicyPlanner,
  { resources: { resiliency: main(Resiliency) } },
  ({ plan: { settings, links, spec } }) => {
    const { timeoutSeconds, retries, breaksAfter, mendsAfterSeconds } = settings;
    return {
      resources: {
        resiliency: Resiliency({
          scopes: spec.callers,
          spec: {
            policies: policiesOf(settings),
            targets: {
              apps: spec.callees && Object.fromEntries(spec.callees.map((app) => [app, allPolicies])),
              components:
                spec.components &&
                Object.fromEntries(
                  spec.components.map((component) => [component, { outbound: allPolicies, inbound: allPolicies }]),
                ),
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
function policiesOf({ timeoutSeconds, retries, pause, breaksAfter, mendsAfterSeconds }: CallSettings) {
  return {
    timeouts: { [policyName]: `${timeoutSeconds}s` },
    retries: { [policyName]: { ...pause, maxRetries: retries } },
    circuitBreakers: {
      [policyName]: { maxRequests: 1, timeout: `${mendsAfterSeconds}s`, trip: `consecutiveFailures >= ${breaksAfter}` },
    },
  };
}

/** What waits for the applications of a claim: messages that nobody has taken yet are data, also where the claim no longer consumes. */
import type { PubSubPlan } from './plan.ts';
import type { Topic } from './topics.ts';

interface Managed {
  readonly spec: { readonly managementPolicies?: readonly string[] | undefined };
}

/**
 * The topics that have a subscription: all where the claim consumes. Where it no longer does, those that exist stay while they are
 * retained, and go only once Crossplane may delete them, since what it lets go of before that stays in the cloud, and fills up.
 */
export function subscribed(
  { topics, access, retain }: PubSubPlan,
  existing: Readonly<Record<string, Managed | undefined>>,
): readonly Topic[] {
  if (access.includes('consume')) return topics;
  return topics.filter(({ key }) => {
    const subscription = existing[key];
    return subscription !== undefined && (retain || !subscription.spec.managementPolicies?.includes('*'));
  });
}

/** The groups of consumers of a claim in Kafka: those who are in one group share its messages, and each group gets every message. */
import type { KafkaUser } from '../models/kafka.strimzi.io/v1/kafka-user.ts';
import type { PubSubPlan } from './plan.ts';

/** One right of a user in Kafka. */
export type Rule = NonNullable<NonNullable<KafkaUser['spec']['authorization']>['acls']>[number];

/** The recorded facts about the groups of a claim. */
export interface Groups {
  /** The name of the user, with which all of them begin. */
  readonly user: string;
  /** Whether all applications are in one group, unless the claim names consumers. */
  readonly sharesGroup?: boolean | undefined;
}

const shared = 'applications';

/** The group in which an application consumes. */
export function groupOf({ user, sharesGroup = false }: Groups, { consumers }: PubSubPlan, app: string): string {
  return `${user}-${consumers.length > 0 || !sharesGroup ? app : shared}`;
}

/** The recorded choice that an existing user shows; undefined if it may use every group, or none. */
export function sharesGroupIn(user: Partial<KafkaUser> | undefined): true | undefined {
  const { acls = [] } = user?.spec?.authorization ?? {};
  return acls.some(({ resource }) => resource.type === 'group' && resource.patternType === 'literal')
    ? true
    : undefined;
}

/** The rights to consume in these groups, or in every group of a claim that shares none. */
export function groupRules(groups: Groups, plan: PubSubPlan): readonly Rule[] {
  const { consumers } = plan;
  if (consumers.length === 0 && !groups.sharesGroup) return [groupRule(groups.user, 'prefix')];
  const apps = consumers.length > 0 ? consumers : [shared];
  return apps.map((app) => groupRule(groupOf(groups, plan, app), 'literal'));
}

function groupRule(name: string, patternType: 'literal' | 'prefix'): Rule {
  return { resource: { type: 'group', name, patternType }, operations: ['Describe', 'Read'] };
}

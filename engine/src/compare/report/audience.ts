/** Whom a finding concerns: those who write claims and read their results, or those who run the platform. */
import { behaviourRules } from '../behaviour/rules.ts';
import { contractRules } from '../rules.ts';

export type Audience = 'developers' | 'platform teams';

/** Rules by the beginning of their ids. */
const prefixes: Readonly<Record<Audience, readonly string[]>> = {
  developers: [
    'spec-',
    'status-',
    'secret-',
    'column',
    'condition-',
    'reason-',
    'event-',
    'field-',
    'limit-',
    'claim-',
    'convert-',
    'api-',
    'version-',
    'deprecated-version-',
    'scope-',
    'plural-',
    'singular-',
    'short-name-',
    'category-',
    'group-',
    'target-',
    'default-target-',
    'object-deleted',
    'second-object',
    'object-refused',
    'object-resized',
    'deletion-',
    'new-claim-',
  ],
  'platform teams': [
    'environment-',
    'recorded-',
    'section-',
    'composed-kind-',
    'right-',
    'package-',
    'platform-',
    'registry-',
    'crossplane-',
    'channel-',
    'storage-version-',
    'object-orphaned',
    'object-changed',
    'object-added',
    'readiness-',
  ],
};

const audiences: readonly Audience[] = ['developers', 'platform teams'];

/** The audience of a rule. Throws an `Error` unless there is exactly one, which a test proves for all rules. */
export function audienceOf(rule: string): Audience {
  const [audience, another] = audiences.filter((each) => prefixes[each].some((prefix) => rule.startsWith(prefix)));
  if (audience === undefined || another !== undefined) throw new Error(`the rule ${rule} has not one audience`);
  return audience;
}

/** The ids of all rules. */
export const ruleIds: readonly string[] = [...contractRules, ...behaviourRules].map(({ id }) => id);

/** CEL rules: they must compile, have a message, suit their place and stay within the cost limits. */
import type { Program } from '../cel/program.ts';
import { compileRules } from '../cel/rules.ts';
import type { Node } from '../node.ts';
import type { Rule } from '../rule.ts';
import { isFieldPath } from './field-path.ts';
import type { Place, Review } from './place.ts';

export const reviewRules: Review = (node, place) => {
  if (node.rules.length === 0) return [];
  const { programs } = compileRules(node);
  if (programs.length === 0) return ["has rules, which can't see values of this kind"];
  return programs.flatMap((program) => {
    const { rule } = program;
    const problems =
      'reason' in program
        ? [program.reason]
        : [...transitionProblems(rule, program.usesOldSelf, place), ...costProblems(program, place)];
    return [...textProblems(rule, node), ...problems].map((problem) => `rule ${JSON.stringify(rule.rule)}: ${problem}`);
  });
};

const reasons: ReadonlySet<string> = new Set([
  'FieldValueInvalid',
  'FieldValueForbidden',
  'FieldValueRequired',
  'FieldValueDuplicate',
]);

function textProblems({ message, messageExpression, fieldPath, reason }: Rule, node: Node): string[] {
  const problems: string[] = [];
  if (message.trim() === '') problems.push('has no message: say what is expected, in the words of the claim');
  if (/[\n\r]/.test(message.trim())) problems.push('has a message with line breaks, which the API server refuses');
  if (messageExpression?.trim() === '') problems.push('has an empty messageExpression');
  if (reason !== undefined && !reasons.has(reason))
    problems.push(`has the reason "${reason}", which Kubernetes does not know`);
  if (fieldPath !== undefined && !isFieldPath(fieldPath, node)) {
    problems.push(`has the fieldPath "${fieldPath}", which is not a field below it; write it as .name or ['key']`);
  }
  return problems;
}

function transitionProblems({ optionalOldSelf }: Rule, usesOldSelf: boolean, { uncorrelated }: Place): string[] {
  if (!usesOldSelf) return optionalOldSelf === undefined ? [] : ['says optionalOldSelf without using oldSelf'];
  if (uncorrelated === undefined) return [];
  return [
    `uses oldSelf inside of the list ${uncorrelated}, whose items have no keys to match them with the old items: use listMap with key fields`,
  ];
}

/** The limit for one expression: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/validation/validation.go StaticEstimatedCostLimit. */
const costLimit = 10_000_000;

function costProblems({ cost, messageCost }: Program, { count }: Place): string[] {
  const hint = 'simplify it, or lower the limits of the lists, maps and strings it reads';
  const message = 'do not put string(…) or format(…) together with other text';
  return [
    ...(cost * count > costLimit
      ? [`is too expensive for the API server, ${factor(cost * count)} over its budget: ${hint}`]
      : []),
    ...(messageCost > costLimit
      ? [
          `has a messageExpression that is too expensive for the API server, ${factor(messageCost)} over its budget: ${message}`,
        ]
      : []),
  ];
}

function factor(cost: number): string {
  const times = cost / costLimit;
  return times > 100 ? 'more than 100 times' : `${times.toFixed(1)} times`;
}

/** The limit for all rules of one kind together (StaticEstimatedCRDCostLimit in the same file). */
export const totalCostLimit = 100_000_000;

/** The cost of all rules of the schema on one object that can have `count` values at its root. */
export function totalCost(node: Node, count = 1): number {
  const programs = node.rules.length === 0 ? [] : compileRules(node).programs;
  const cost = programs.reduce(
    (sum, program) => sum + ('cost' in program ? program.cost * count + program.messageCost : 0),
    0,
  );
  switch (node.kind) {
    case 'object':
      return Object.values(node.fields).reduce((sum, field) => sum + totalCost(field, count), cost);
    case 'map':
      return cost + totalCost(node.values, count * (node.maxProperties ?? 1));
    case 'array':
      return cost + totalCost(node.items, count * (node.maxItems ?? 1));
    default:
      return cost;
  }
}

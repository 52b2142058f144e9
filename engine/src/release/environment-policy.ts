/** The ValidatingAdmissionPolicies for the EnvironmentConfig of a platform, whose data has no schema of its own. */
import type { Chart } from 'cdk8s';
import type { Node, ObjectNode } from '../schema/index.ts';
import { problems } from '../schema/admission/problems.ts';
import { rulesProblem } from '../schema/admission/rules.ts';
import { joined, literal, orElse, say } from '../schema/admission/text.ts';
import { unknownFields } from '../schema/admission/unknown.ts';
import { boundPolicy, type Guard, type GuardContext } from './guard.ts';

/**
 * Adds two policies for the one object. `environment` refuses what the functions could not read. `environment-unknown` only warns of fields
 * that this release does not know: they may be mistakes, or facts for the next release.
 */
export function environmentPolicies(chart: Chart, context: GuardContext, schema: ObjectNode): void {
  const { platform } = context;
  const of: Pick<Guard, 'operations' | 'groups' | 'resources' | 'resourceNames' | 'exceptAdministrators'> = {
    operations: ['CREATE', 'UPDATE'],
    groups: ['apiextensions.crossplane.io'],
    resources: ['environmentconfigs'],
    resourceNames: [platform],
    exceptAdministrators: false,
  };
  const mistakes = orElse(
    joined(sections(schema).map(({ name }) => `variables.${name}`)),
    rulesProblem(schema, data, ['"data"']),
  );
  boundPolicy(chart, context, {
    ...of,
    name: 'environment',
    variables: [
      dataVariable,
      ...sections(schema).map(({ name, node }) => ({ name, expression: problems(node, data, ['"data"']) })),
      { name: 'mistakes', expression: mistakes },
    ],
    validation: {
      expression: "variables.mistakes == ''",
      message: `EnvironmentConfig ${platform} does not fit the schema of the platform: planesmith validate says where`,
      messageExpression: `${say([], `EnvironmentConfig ${platform}: `)} + variables.mistakes`,
    },
  });
  boundPolicy(chart, context, {
    ...of,
    name: 'environment-unknown',
    action: 'Warn',
    variables: [dataVariable, { name: 'unknown', expression: unknownFields(schema, data, ['"data"']) }],
    validation: {
      expression: "variables.unknown == ''",
      message: `EnvironmentConfig ${platform} has fields that this release of the platform does not know`,
      messageExpression: `${literal(`EnvironmentConfig ${platform} has fields that this release of the platform does not know: `)} + variables.unknown`,
    },
  });
}

const data = 'variables.data';
const dataVariable = { name: 'data', expression: 'object.?data.orValue({})' };

/** The schema in parts, one for each section and one for all other facts: CEL bounds the length and the cost of one expression. */
function sections(schema: ObjectNode): { name: string; node: Node }[] {
  const fields = Object.entries(schema.fields);
  const part = (entries: typeof fields): ObjectNode => ({ ...schema, rules: [], fields: Object.fromEntries(entries) });
  const large = fields.filter(([, { kind }]) => kind === 'object');
  return [
    { name: 'facts', node: part(fields.filter((entry) => !large.includes(entry))) },
    ...large.map((entry) => ({ name: `section_${entry[0]}`, node: part([entry]) })),
  ];
}

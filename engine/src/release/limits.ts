/** The policies for what environments limit: a claim that asks for more is refused before anybody stores it. */
import { limitedFields } from '../schema/admission/limits.ts';
import { joined } from '../schema/admission/text.ts';
import type { AnyApi, Node } from '../schema/index.ts';
import type { LimitPolicy } from '../synth/install.ts';
import { catalogueGuard } from './catalogue.ts';
import type { ComposedKind } from './composed-kinds.ts';
import { type Guard, type GuardContext, matchConditions, matchConstraints } from './guard.ts';

/**
 * A policy for each API with limits: `limits-<plural>` refuses what the function would refuse, in its words. The accounts of backups are
 * exempt, since what exists keeps what it has.
 */
export function limitGuards(apis: readonly AnyApi[], environment: Node): Guard[] {
  const limited = apis.filter(({ limits }) => Object.keys(limits).length > 0);
  return limited
    .toSorted((a, b) => (a.plural < b.plural ? -1 : 1))
    .map((api) => {
      const fields = limitedFields(api, environment);
      return {
        name: `limits-${api.plural}`,
        operations: ['CREATE', 'UPDATE'],
        resources: [api.plural],
        readsEnvironment: true,
        exceptAdministrators: false,
        exceptRestorers: true,
        variables: [
          ...fields.map(({ field, refusal }) => ({ name: `refused_${field}`, expression: refusal })),
          { name: 'refused', expression: joined(fields.map(({ field }) => `variables.refused_${field}`)) },
        ],
        validation: {
          expression: "variables.refused == ''",
          message: `this asks for more than the environment allows`,
          messageExpression: 'variables.refused',
        },
      };
    });
}

/** The same policies as values, and that on the catalogue of teams, for charts that say them in another form. */
export function limitPolicies(
  apis: readonly AnyApi[],
  composed: readonly ComposedKind[],
  environment: Node,
  context: GuardContext,
): LimitPolicy[] {
  const catalogue = catalogueGuard(context, apis, composed, environment);
  const value = (guard: Guard, reports: readonly string[]): LimitPolicy => ({
    name: `${context.platform}-${guard.name}`,
    reports,
    matchConstraints: matchConstraints(context, guard),
    matchConditions: matchConditions(context, guard),
    variables: guard.variables ?? [],
    validations: [guard.validation],
  });
  return [
    ...limitGuards(apis, environment).map((guard) => value(guard, guard.resources)),
    ...(catalogue === undefined ? [] : [value(catalogue, [])]),
  ];
}

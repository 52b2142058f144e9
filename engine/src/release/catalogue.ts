/** The policy that lets only an approved catalogue into the namespaces of teams. */
import { environmentVariable } from '../schema/admission/limits.ts';
import { type AnyApi, type Node, platformTeam } from '../schema/index.ts';
import { cataloguePath, catalogueRemedy, notOffered } from '../schema/limits/catalogue.ts';
import { refusalText } from '../schema/limits/limit.ts';
import { groupOf } from '../schema/kind-name.ts';
import { hasCatalogue, teamLabel } from '../schema/vocabulary.ts';
import type { ComposedKind } from './composed-kinds.ts';
import { type Guard, type GuardContext, isAdministrator, isOneOf } from './guard.ts';

/**
 * The policy; undefined if environments have no `catalogue`. In a namespace with the label of a team, others than Crossplane make only objects
 * whose kind the EnvironmentConfig lists. That is so for claims, and for the kinds that claims become. Without a list, all are allowed.
 *
 * Who writes decides, and nothing that the object says of itself: a team could make its object look like a part of another one. Of what is no
 * claim, administrators make everything, and so do the named `controllers`. A claim must be listed for them too, since the function cannot see who
 * made it.
 */
export function catalogueGuard(
  context: Pick<GuardContext, 'platform' | 'group' | 'controllers'>,
  apis: readonly AnyApi[],
  composed: readonly ComposedKind[],
  environment: Node,
): Guard | undefined {
  const { group } = context;
  const claims = apis.filter(({ scope }) => scope === 'Namespaced');
  if (!hasCatalogue(environment) || claims.length === 0) return undefined;
  const brought = composed.filter(({ apiVersion, namespaced }) => namespaced && isBrought(apiVersion));
  const distinct = (texts: readonly string[]) => [...new Set(texts)].sort();
  const { before, after } = refusalText({ path: cataloguePath, who: platformTeam, remedy: catalogueRemedy });
  return {
    name: 'catalogue',
    operations: ['CREATE'],
    groups: distinct([group, ...brought.map(({ apiVersion }) => groupOf(apiVersion))]),
    resources: distinct([...claims, ...brought].map(({ plural }) => plural)),
    scope: 'Namespaced',
    namespacesWith: teamLabel(group),
    readsEnvironment: true,
    exceptAdministrators: false,
    exceptRestorers: true,
    variables: [
      { name: 'offered', expression: `${environmentVariable}.?catalogue.orValue([])` },
      { name: 'isClaim', expression: `request.resource.group == '${group}'` },
      {
        name: 'kind',
        expression: "request.resource.resource + (variables.isClaim ? '' : '.' + request.resource.group)",
      },
      { name: 'isTrusted', expression: isTrusted(context) },
    ],
    validation: {
      expression:
        'variables.offered.size() == 0 || variables.kind in variables.offered || (!variables.isClaim && variables.isTrusted)',
      messageExpression: `'${before}' + variables.kind + '${notOffered}' + variables.offered.join(', ') + '${after}'`,
    },
  };
}

/** CEL: whether who asks may make what is no claim. */
function isTrusted({ platform, controllers }: Pick<GuardContext, 'platform' | 'controllers'>): string {
  return [isAdministrator(platform), ...(controllers.length === 0 ? [] : [isOneOf(controllers)])].join(' || ');
}

/** Whether a provider or an operator brings the kind, not Kubernetes itself. */
function isBrought(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return group.includes('.') && !group.endsWith('.k8s.io');
}

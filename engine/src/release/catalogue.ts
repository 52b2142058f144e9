/** The policy that lets only an approved catalogue into the namespaces of teams. */
import type { AnyApi, Node } from '../schema/index.ts';
import { hasCatalogue, teamLabel } from '../schema/vocabulary.ts';
import type { ComposedKind } from './composed-kinds.ts';
import type { Guard } from './guard.ts';

/**
 * The policy; undefined if environments have no `catalogue`. In a namespace with the label of a team, others than Crossplane and the platform's
 * administrators make only objects whose kind the EnvironmentConfig lists. That is so for claims, and for the kinds that claims become. Without a
 * list, all are allowed. What controllers make as parts of other objects is not theirs to answer for.
 */
export function catalogueGuard(
  group: string,
  apis: readonly AnyApi[],
  composed: readonly ComposedKind[],
  environment: Node,
): Guard | undefined {
  const claims = apis.filter(({ scope }) => scope === 'Namespaced');
  if (!hasCatalogue(environment) || claims.length === 0) return undefined;
  const brought = composed.filter(({ apiVersion, namespaced }) => namespaced && isBrought(apiVersion));
  const distinct = (texts: readonly string[]) => [...new Set(texts)].sort();
  return {
    name: 'catalogue',
    operations: ['CREATE'],
    groups: distinct([group, ...brought.map(({ apiVersion }) => groupOf(apiVersion))]),
    resources: distinct([...claims, ...brought].map(({ plural }) => plural)),
    scope: 'Namespaced',
    namespacesWith: teamLabel(group),
    readsEnvironment: true,
    exceptAdministrators: true,
    exceptRestorers: true,
    variables: [
      { name: 'offered', expression: 'variables.environment.?catalogue.orValue([])' },
      {
        name: 'kind',
        expression: `request.resource.resource + (request.resource.group == '${group}' ? '' : '.' + request.resource.group)`,
      },
      {
        name: 'isPart',
        expression:
          "request.userInfo.username.startsWith('system:serviceaccount:') && " +
          'object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false))',
      },
    ],
    validation: {
      expression: 'variables.offered.size() == 0 || variables.isPart || variables.kind in variables.offered',
      messageExpression:
        "variables.kind + ' is not offered in namespaces of teams here, only ' + variables.offered.join(', ') + " +
        "'; make one of these in its place, or ask the platform team'",
    },
  };
}

const groupOf = (apiVersion: string) => apiVersion.split('/').at(-2) ?? '';

/** Whether a provider or an operator brings the kind, not Kubernetes itself. */
function isBrought(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return group.includes('.') && !group.endsWith('.k8s.io');
}

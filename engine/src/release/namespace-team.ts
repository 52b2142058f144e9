/** The team of a namespace, which its label names: who may set it, and that Crossplane may read it. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole } from 'cdk8s-plus-28';
import type { AnyApi } from '../schema/index.ts';
import { teamLabel, teamsGroup } from '../schema/vocabulary.ts';
import type { Guard } from './guard.ts';

/** Whether there are claims in namespaces. */
const isNeeded = (apis: readonly AnyApi[]) => apis.some(({ scope }) => scope === 'Namespaced');

/**
 * The policy for the label of namespaces; undefined if no claim is in one. An account may give a namespace to a team, or take it away, if RBAC
 * lets it update the object of `teams` that has the team's name. To be in the team is not enough: bills and alarms go by the label.
 */
export function namespaceTeamGuard(group: string, apis: readonly AnyApi[]): Guard | undefined {
  if (!isNeeded(apis)) return undefined;
  const label = teamLabel(group);
  const teamIn = (object: string) => `${object}.metadata.?labels[?'${label}'].orValue('')`;
  return {
    name: 'namespace-team',
    groups: [''],
    operations: ['CREATE', 'UPDATE'],
    // These subresources take a change of labels too: k8s.io/kubernetes v1.36.3 pkg/registry/core/namespace/strategy.go resets spec or status alone.
    resources: ['namespaces', 'namespaces/status', 'namespaces/finalize'],
    exceptAdministrators: true,
    variables: [
      { name: 'before', expression: `oldObject == null ? '' : ${teamIn('oldObject')}` },
      { name: 'after', expression: teamIn('object') },
    ],
    validation: {
      expression:
        "variables.before == variables.after || [variables.before, variables.after].filter(team, team != '').all(team, " +
        `authorizer.group('${teamsGroup(group)}').resource('teams').name(team).check('update').allowed())`,
      messageExpression:
        `'the label ${label} says whose bill and alarms these are: only the platform team gives a namespace to ' + ` +
        "(variables.after == '' ? 'no team' : 'the team ' + variables.after)",
    },
  };
}

/** Adds a ClusterRole that is aggregated into Crossplane's own: functions read the namespace of each claim. Nothing if no claim is in one. */
export function namespaceReader(chart: Chart, platform: string, target: string, apis: readonly AnyApi[]): void {
  if (!isNeeded(apis)) return;
  const metadata = {
    name: `${platform}-${target}-namespaces`,
    labels: { 'rbac.crossplane.io/aggregate-to-crossplane': 'true' },
  };
  const namespaces = ApiResource.custom({ apiGroup: '', resourceType: 'namespaces' });
  new ClusterRole(chart, 'namespaces', { metadata }).allow(['get', 'list', 'watch'], namespaces);
}

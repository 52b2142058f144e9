/** Whose a claim is that no namespace keeps apart from others: its team's alone. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole, ClusterRoleBinding, Group } from 'cdk8s-plus-28';
import type { AnyApi } from '../schema/index.ts';
import { celTeam, isOfTeam, teamsGroup } from '../schema/vocabulary.ts';
import type { Guard } from './guard.ts';

/**
 * Lets a claim with `spec.team` be made, changed and deleted only by members of the group `<platform>-team-<team>`, and by whom RBAC
 * lets create, update or delete that very one of the `teams`; undefined where no API has such claims. A claim that moves to another
 * team must be the requester's before and after.
 *
 * Metadata counts, since it can let a controller delete the claim: an owner that is not there the garbage collector, which itself may
 * update and delete everything, by RBAC too.
 */
export function teamGuard(platform: string, group: string, apis: readonly AnyApi[]): Guard | undefined {
  const resources = apis.filter(isOfTeam).map(({ plural }) => plural);
  if (resources.length === 0) return undefined;
  const mayAct = `authorizer.group('${teamsGroup(group)}').resource('teams').name(team).check(request.operation.lowerAscii())`;
  return {
    name: 'team',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    resources: resources.sort(),
    exceptAdministrators: true,
    variables: [
      { name: 'groups', expression: 'request.userInfo.?groups.orValue([])' },
      {
        name: 'teams',
        expression:
          '[object, oldObject].filter(claim, claim != null)' +
          `.map(claim, string(${celTeam('claim')})).filter(team, team != '')`,
      },
      {
        name: 'foreign',
        expression: `variables.teams.filter(team, !(('${platform}-team-' + team) in variables.groups))`,
      },
    ],
    validation: {
      expression: `variables.foreign.all(team, ${mayAct}.allowed())`,
      // It can't ask the authorizer, not even by way of a variable.
      messageExpression:
        "'this is for the team ' + variables.foreign[0] + ' to do: you are not in its group " +
        `${platform}-team-' + variables.foreign[0]`,
    },
  };
}

/**
 * Adds the ClusterRole `<platform>-deployers`, which lets act for any team, given to the group of that name. An account in the cluster, as
 * GitOps controllers have, cannot be in a group: it needs a binding of its own.
 */
export function deployers(chart: Chart, platform: string, group: string): void {
  const metadata = { name: `${platform}-deployers` };
  const teams = ApiResource.custom({ apiGroup: teamsGroup(group), resourceType: 'teams' });
  new ClusterRole(chart, 'deployers', { metadata }).allow(['create', 'update', 'delete'], teams);
  const role = ClusterRole.fromClusterRoleName(chart, 'deployers-role', metadata.name);
  const members = Group.fromName(chart, 'deployers-group', metadata.name);
  new ClusterRoleBinding(chart, 'deployers-binding', { metadata, role }).addSubjects(members);
}

/** The policy that lets only its own team change a claim without a namespace. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole, ClusterRoleBinding, Group } from 'cdk8s-plus-28';
import type { AnyApi } from '../schema/index.ts';
import { celTeam, isOfTeam, teamsGroup } from '../schema/vocabulary.ts';
import type { Guard } from './guard.ts';

/**
 * The policy for claims with `spec.team`; undefined if no API has such claims. Members of the group
 * `<platform>-team-<team>` may create, change and delete such a claim. So may accounts to which RBAC gives that verb on the object of `teams`
 * that has the team's name. To move a claim to another team, an account must be allowed for both.
 *
 * Changes of metadata count too. With an owner reference to an absent object, for example, the garbage collector would delete the claim,
 * and RBAC allows the collector everything.
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
      // A message expression cannot use the authorizer, not even in a variable.
      messageExpression:
        "'this is for the team ' + variables.foreign[0] + ' to do: you are not in its group " +
        `${platform}-team-' + variables.foreign[0]`,
    },
  };
}

/**
 * Adds the ClusterRole `<platform>-deployers`, which allows to write the claims with a team and to act for any team, and its binding to the
 * group of that name. A service account, such as that of a GitOps controller, cannot be in the group: it needs another binding.
 */
export function deployers(chart: Chart, platform: string, group: string, apis: readonly AnyApi[]): void {
  const metadata = { name: `${platform}-deployers` };
  const custom = (apiGroup: string, resourceType: string) => ApiResource.custom({ apiGroup, resourceType });
  const claims = apis.filter(isOfTeam).map(({ plural }) => custom(group, plural));
  const added = new ClusterRole(chart, 'deployers', { metadata });
  added.allow(['create', 'update', 'delete'], custom(teamsGroup(group), 'teams'));
  added.allow(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'], ...claims);
  const role = ClusterRole.fromClusterRoleName(chart, 'deployers-role', metadata.name);
  const members = Group.fromName(chart, 'deployers-group', metadata.name);
  new ClusterRoleBinding(chart, 'deployers-binding', { metadata, role }).addSubjects(members);
}

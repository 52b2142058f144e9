/** Whose a claim is that no namespace keeps apart from others: its team's alone. */
import type { AnyApi, ObjectNode } from '../schema/index.ts';
import type { Guard } from './guard.ts';

/** Whether claims of this API are in no namespace and name the team that they belong to. */
export function isOfTeam({ scope, spec }: AnyApi): boolean {
  return scope === 'Cluster' && (spec as ObjectNode).fields['team']?.kind === 'string';
}

/** The group under which rights are given to act for teams: of its own, so that nobody has them who has all rights on claims. */
export function teamsGroup(group: string): string {
  return `teams.${group}`;
}

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
          ".map(claim, string(claim.?spec.?team.orValue(''))).filter(team, team != '')",
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
 * The ClusterRole `<platform>-deployers`, which lets act for any team, given to the group of that name. An account in the cluster, as
 * GitOps controllers have, cannot be in a group: it needs a binding of its own.
 */
export function deployers(platform: string, group: string): object[] {
  const name = `${platform}-deployers`;
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [{ apiGroups: [teamsGroup(group)], resources: ['teams'], verbs: ['create', 'update', 'delete'] }],
    },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects: [{ apiGroup, kind: 'Group', name }],
    },
  ];
}

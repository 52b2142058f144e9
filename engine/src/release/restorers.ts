/** The rights of tools that restore backups. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole, ClusterRoleBinding, ServiceAccount } from 'cdk8s-plus-28';
import { flavours, type AnyApi, xrPlural } from '../schema/index.ts';
import { isOfTeam, teamsGroup } from '../schema/vocabulary.ts';

/** The user name of a ServiceAccount `<namespace>/<name>`. */
export function userName(account: string): string {
  return `system:serviceaccount:${account.replace('/', ':')}`;
}

/**
 * Adds the ClusterRole `<platform>-restorers`, which allows to write claims, XRs and their statuses for any team, but to delete none, and
 * binds it to the ServiceAccounts. Nothing is added if there are none.
 */
export function restorerRole(
  chart: Chart,
  platform: string,
  group: string,
  apis: readonly AnyApi[],
  accounts: readonly string[],
): void {
  if (accounts.length === 0) return;
  const metadata = { name: `${platform}-restorers` };
  const custom = (apiGroup: string, resourceType: string) => ApiResource.custom({ apiGroup, resourceType });
  const plurals = [...new Set(flavours.flatMap((flavour) => apis.map((api) => xrPlural(api, flavour))))].sort();
  const added = new ClusterRole(chart, 'restorers', { metadata });
  added.allow(['get', 'list', 'watch', 'create', 'update', 'patch'], ...plurals.map((plural) => custom(group, plural)));
  added.allow(['get', 'update', 'patch'], ...plurals.map((plural) => custom(group, `${plural}/status`)));
  // Namespaces have a team too, and the policies on both ask for these rights.
  if (apis.some((api) => isOfTeam(api) || api.scope === 'Namespaced'))
    added.allow(['create', 'update'], custom(teamsGroup(group), 'teams'));
  const role = ClusterRole.fromClusterRoleName(chart, 'restorers-role', metadata.name);
  new ClusterRoleBinding(chart, 'restorers-binding', { metadata, role }).addSubjects(
    ...accounts.map((account) => {
      const [namespaceName = '', name = ''] = account.split('/');
      return ServiceAccount.fromServiceAccountName(chart, `restorer-${account}`, name, { namespaceName });
    }),
  );
}

/** The roles of people: ClusterRoles, each bound to groups of the cluster's identity provider. */
import type { Chart } from 'cdk8s';
import { ApiResource, ClusterRole, ClusterRoleBinding, Group } from 'cdk8s-plus-28';
import { isOfTeam, xrPlural } from 'planesmith/schema';
import type { InstallContext } from 'planesmith/synth';

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete'];

const custom = (apiGroup: string, ...plurals: readonly string[]) =>
  plurals.map((resourceType) => ApiResource.custom({ apiGroup, resourceType }));

const environments = custom('apiextensions.crossplane.io', 'environmentconfigs');

/** What to look at if a claim is not served. None of it has a secret value. */
const serving = [
  ...environments,
  ...custom('apiextensions.crossplane.io', 'compositeresourcedefinitions', 'compositions', 'compositionrevisions'),
  ...custom('pkg.crossplane.io', 'configurations', 'configurationrevisions', 'functions', 'functionrevisions'),
  ...custom('', 'events', 'namespaces'),
];

/**
 * Adds the roles; docs/security.md says who has them. In a namespace, Kubernetes' roles `edit` and `view` include claims (rbac.yaml), so these
 * are about the whole cluster. Packages, rights and policies stay with the cluster's own administrators, since each of the three
 * can give any right. Statuses stay with Crossplane.
 */
export function roles(chart: Chart, { platform, group, apis }: InstallContext): void {
  const claims = custom(group, ...apis.map(({ plural }) => plural).toSorted());
  const elsewhere = custom(group, ...apis.filter(({ scope }) => scope === 'Cluster').map(({ plural }) => plural));
  const ofTeams = custom(group, ...apis.filter(isOfTeam).map(({ plural }) => plural));
  const behindClaims = custom(group, ...apis.map((api) => xrPlural(api, 'claims')).toSorted());

  const role = (name: string, groups: readonly string[], rules: readonly [string[], ApiResource[]][]) => {
    if (rules.every(([, resources]) => resources.length === 0)) return;
    const metadata = { name: `${platform}-${name}` };
    const added = new ClusterRole(chart, name, { metadata });
    for (const [verbs, resources] of rules) added.allow(verbs, ...resources);
    const role = ClusterRole.fromClusterRoleName(chart, `${name}-role`, metadata.name);
    const subjects = groups.map((who) => Group.fromName(chart, `${name}-${who}`, `${platform}-${who}`));
    new ClusterRoleBinding(chart, `${name}-binding`, { metadata, role }).addSubjects(...subjects);
  };
  // They see where they may work, and until when.
  role('developers', ['developers', 'team-leads'], [[read, elsewhere]]);
  // The admission policy on teams confines each of them to the teams that they are in.
  role('team-leads', ['team-leads'], [[write, ofTeams]]);
  role('viewers', ['viewers', 'administrators'], [[read, [...claims, ...behindClaims, ...serving]]]);
  role('administrators', ['administrators'], [[write, [...claims, ...environments]]]);
}

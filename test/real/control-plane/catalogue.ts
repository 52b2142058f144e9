/** The API server's answers to requests of several users while the environment has a catalogue. Nothing is stored. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { broughtKinds, catalogued, type CatalogueRequest } from '../../cases/catalogue-requests.ts';
import { exampleSpec } from '../../fixtures.ts';
import { platform } from '../../cases/platform.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const teamLabel = `${platform.group}/team`;
/** A namespace of a team. */
export const home = 'shop-apps';
const rbac = 'rbac.authorization.k8s.io';
/** A tool with no right on namespaces but on a subresource of them. */
const tool = 'status-writer';

/** The kinds that are no claims, a namespace of a team, and a user who may write statuses of namespaces. */
export const catalogueObjects: readonly object[] = [
  ...broughtKinds.map(({ group, version, kind, plural }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  })),
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: home, labels: { [teamLabel]: 'shop' } } },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name: tool },
    rules: [{ apiGroups: [''], resources: ['namespaces/status'], verbs: ['get', 'patch'] }],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: tool },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: tool },
    subjects: [{ apiGroup: rbac, kind: 'User', name: tool }],
  },
];

/** The paths under which the kinds that are no claims are listed. */
export const broughtPaths = broughtKinds.map(({ group, version, plural }) => `/apis/${group}/${version}/${plural}`);

/** Writes the EnvironmentConfig with the catalogue, and waits until the API server judges by it. */
export async function offerCatalogue(plane: ControlPlane, refused: CatalogueRequest): Promise<void> {
  const config = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
  const path = `/apis/${config.apiVersion}/environmentconfigs/${platform.name}`;
  await plane.client.apply(path, { ...config, metadata: { name: platform.name }, data: catalogued });
  await until('the API server to see the catalogue', 30, async () => (await answered(plane, refused)) || undefined);
}

/** The message with which the API server refuses the request; empty if it would make the object. RBAC allows everything. */
export async function answered(
  { kubectl, folder }: ControlPlane,
  { kind: { group, version, kind, plural }, user, groups = [], isOfNoTeam, isPart }: CatalogueRequest,
): Promise<string> {
  const file = join(folder, 'catalogue.json');
  const key = Object.entries(platform.apis).find(([, api]) => api.kind === kind)?.[0];
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'any', uid: 'any', controller: true };
  const object = {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name: `a-${plural}`, ...(isPart && { ownerReferences: [owner] }) },
    spec: key === undefined ? {} : exampleSpec(key),
  };
  await writeFile(file, JSON.stringify(object));
  const as = [`--as=${user}`, ...['system:masters', ...groups].map((name) => `--as-group=${name}`)];
  return said(kubectl('create', '-f', file, '-n', isOfNoTeam === true ? 'default' : home, '--dry-run=server', ...as));
}

/** The message with which the API server refuses to take the team from the namespace by way of its status. */
export function disowned({ kubectl }: ControlPlane): Promise<string> {
  const patch = JSON.stringify({ metadata: { labels: { [teamLabel]: null } } });
  const args = ['--subresource=status', '--type=merge', `--patch=${patch}`, '--dry-run=server', `--as=${tool}`];
  return said(kubectl('patch', 'namespace', home, ...args));
}

function said(command: Promise<string>): Promise<string> {
  return command.then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  );
}

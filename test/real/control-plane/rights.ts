/** Gives Crossplane exactly the rights that its Helm chart gives it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { coreChart } from '../tools/tools.ts';
import type { Client } from './client.ts';
import { until } from './process.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const root = `/apis/${apiGroup}/v1`;

interface ClusterRole {
  readonly metadata: { readonly name: string };
  readonly rules?: readonly object[];
}

/** Binds the chart's ClusterRoles to the accounts of core and of its RBAC manager; resolves once core's role has its rules. */
export async function giveOwnRights(client: Client, core: string, rbacManager: string): Promise<void> {
  const chart = await coreChart();
  for (const file of ['clusterrole.yaml', 'rbac-manager-clusterrole.yaml']) {
    for (const role of rolesIn(await readFile(join(chart, file), 'utf8'))) {
      await client.create(`${root}/clusterroles`, role);
    }
  }
  for (const [role, account] of [
    ['crossplane', core],
    ['crossplane-rbac-manager', rbacManager],
  ] as const) {
    const [namespace, name] = account.split('/');
    await client.create(`${root}/clusterrolebindings`, {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: role },
      roleRef: { apiGroup, kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
  await until("core's rights", 30, async () => {
    const { rules } = ((await client.get(`${root}/clusterroles/crossplane`)) ?? {}) as unknown as ClusterRole;
    return (rules ?? []).length > 0 || undefined;
  });
}

/** The ClusterRoles of a template of the chart with the RBAC manager on. The template's only other inputs are its name and labels. */
function rolesIn(template: string): ClusterRole[] {
  const text = template
    .replaceAll('{{ template "crossplane.name" . }}', 'crossplane')
    .replaceAll(/^.*\{\{-? *(include|if|end).*$/gm, '');
  if (text.includes('{{')) throw new Error(`a template of the chart has more in it than was known: ${text}`);
  return parseAllDocuments(text)
    .map((document) => document.toJS() as ClusterRole | null)
    .filter((role) => role !== null);
}

/** Packs the CRDs of a real provider as its package, without its program, and says what the kubelet would say of it. */
import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { locateTool, type Tool } from '../tools/tools.ts';
import type { Item } from './client.ts';
import type { Registry } from './packages.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const run = promisify(execFile);

/** A provider: the name of its package, its place in a registry, and a folder with its CRDs. */
interface ProviderPackage {
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  readonly crds: string;
}

/**
 * Pushes the package that Crossplane's CLI builds of the CRDs, and returns its digest. It starts safely, as published ones do: kinds are only
 * there once somebody activates them.
 */
export async function pushProvider(
  { folder }: ControlPlane,
  { host }: Registry,
  provider: ProviderPackage,
): Promise<string> {
  const { name, repository, tag, crds } = provider;
  const root = join(folder, `package-${name}`);
  await mkdir(root);
  await cp(crds, join(root, 'crds'), { recursive: true });
  const meta = { apiVersion: 'meta.pkg.crossplane.io/v1', kind: 'Provider', metadata: { name } };
  await writeFile(join(root, 'crossplane.yaml'), stringify({ ...meta, spec: { capabilities: ['SafeStart'] } }));
  const file = join(folder, `${name}.xpkg`);
  await tool('crossplane', 'xpkg', 'build', '--package-root', root, '--examples-root', join(root, 'none'), '-o', file);
  await tool('crane', 'push', '--insecure', file, `${host}/${repository}:${tag}`);
  return (await tool('crane', 'digest', '--insecure', `${host}/${repository}:${tag}`)).trim();
}

/** Sets the Deployment of a Provider to available, as its controller would do for a running pod. */
export async function sayProviderAvailable({ client, systemNamespace }: ControlPlane, name: string): Promise<void> {
  const deployments = `/apis/apps/v1/namespaces/${systemNamespace}/deployments`;
  const isOurs = ({ spec }: Item) => spec.selector.matchLabels['pkg.crossplane.io/provider'] === name;
  const deployment = await until(`the Deployment of Provider ${name}`, 60, async () => {
    const found = (await client.list(deployments)).find(isOurs);
    if (found !== undefined) return found;
    const revisions = await client.list('/apis/pkg.crossplane.io/v1/providerrevisions');
    throw new Error(JSON.stringify(revisions.map(({ status }) => status?.conditions as unknown)));
  });
  const conditions = [{ type: 'Available', status: 'True' }];
  const status = { replicas: 1, readyReplicas: 1, availableReplicas: 1, conditions };
  await client.patch(`${deployments}/${deployment.metadata.name}/status`, { status });
}

async function tool(name: Tool, ...args: readonly string[]): Promise<string> {
  const located = await locateTool(name);
  if ('missing' in located) throw new Error(located.missing);
  return (await run(located.path, args)).stdout;
}

/** Installs packages on the test's control plane from a loopback registry. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Program, freePort, until, untilUp } from './process.ts';
import type { ControlPlane } from './start.ts';
import { locateTool } from '../tools/tools.ts';

const run = promisify(execFile);
const pkg = '/apis/pkg.crossplane.io';

export interface Registry {
  /** For example `127.0.0.1:5000`. */
  readonly host: string;
  readonly program: Program;
}

/** An OCI registry on loopback over plain http that stores everything in memory. */
export async function startRegistry({ start }: ControlPlane): Promise<Registry> {
  const located = await locateTool('registry');
  if ('missing' in located) throw new Error(located.missing);
  const port = await freePort();
  const program = start('registry', located.path, ['-port', String(port)], { PORT: String(port) });
  await untilUp(program, 20, () =>
    fetch(`http://127.0.0.1:${port}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { host: `127.0.0.1:${port}`, program };
}

/** Pushes the package in the OCI layout `layout` under `repository:tag`. */
export async function push({ host }: Registry, layout: string, repository: string, tag: string): Promise<void> {
  const located = await locateTool('crane');
  if ('missing' in located) throw new Error(located.missing);
  await run(located.path, ['push', '--insecure', layout, `${host}/${repository}:${tag}`]);
}

/** Redirects every package reference below `prefix` to the loopback registry, as an air-gapped cluster does. */
export async function rewriteImages({ client }: ControlPlane, prefix: string, registry: Registry): Promise<void> {
  const name = `loopback-${prefix.replaceAll(/[^a-z0-9]+/g, '-')}`;
  await client.apply(`${pkg}/v1beta1/imageconfigs/${name}`, {
    apiVersion: 'pkg.crossplane.io/v1beta1',
    kind: 'ImageConfig',
    metadata: { name },
    spec: {
      matchImages: [{ type: 'Prefix', prefix }],
      rewriteImage: { prefix: `${registry.host}/${prefix.slice(prefix.indexOf('/') + 1)}` },
    },
  });
}

/** Installs a Configuration; its dependencies are installed by Crossplane. */
export async function install({ client }: ControlPlane, name: string, reference: string): Promise<void> {
  await client.apply(`${pkg}/v1/configurations/${name}`, {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Configuration',
    metadata: { name },
    spec: { package: reference },
  });
}

/** Resolves when the package is Installed and Healthy; rejects with its conditions. */
export async function healthy(
  { client }: ControlPlane,
  plural: 'configurations' | 'functions' | 'providers',
  name: string,
): Promise<void> {
  await until(`${plural} ${name} to be healthy`, 90, async () => {
    const found = await client.get(`${pkg}/v1/${plural}/${name}`);
    const conditions = (found?.['status']?.conditions ?? []) as { type: string; status: string; message?: string }[];
    const isTrue = (type: string) =>
      conditions.some((condition) => condition.type === type && condition.status === 'True');
    if (isTrue('Installed') && isTrue('Healthy')) return true;
    throw new Error(JSON.stringify(conditions.map(({ type, status, message }) => ({ type, status, message }))));
  });
}

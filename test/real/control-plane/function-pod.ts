/** Does the kubelet's work for a Function: unpacks its image and runs it at the address of its pod. */
import { execFile } from 'node:child_process';
import { chown, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Item } from './client.ts';
import { announce } from './hosts.ts';
import { freePort, type Program, until, untilUp } from './process.ts';
import { type ControlPlane, writeSecret } from './start.ts';

const run = promisify(execFile);
/** The user id with which Crossplane runs Functions (core internal/controller/pkg/runtime). */
const podUser = 2000;

interface Descriptor {
  digest: string;
  platform?: { architecture: string };
}

/** A played pod. */
export interface FunctionPod {
  readonly program: Program;
  stop(): Promise<void>;
}

/**
 * Runs the image of an OCI layout as the Function's pod on `address:9443`. It is chrooted into the image's file system, and has the
 * user and the certificates that Crossplane sets. Resolves when the server accepts connections and core calls the Function healthy.
 */
export async function runFunctionPod(
  plane: ControlPlane,
  name: string,
  layout: string,
  address: string,
): Promise<FunctionPod> {
  const { folder, start, systemNamespace } = plane;
  const root = join(folder, `pod-${name}`);
  const { entrypoint, environment } = await unpackImage(layout, root);
  await until(`Secret ${name}-tls-server`, 180, async () => {
    await writeSecret(plane, `${name}-tls-server`, join(root, 'tls/server'));
    return true;
  });
  for (const file of await readdir(join(root, 'tls/server')))
    await chown(join(root, 'tls/server', file), podUser, podUser);
  await announce(`${address} ${name}.${systemNamespace}`);
  const health = `${address}:${await freePort()}`;
  const program = start(
    name,
    'chroot',
    [
      `--userspec=${podUser}:${podUser}`,
      root,
      ...entrypoint,
      `--address=${address}:9443`,
      `--health-address=${health}`,
    ],
    environment,
  );
  try {
    await untilUp(program, 30, () =>
      fetch(`http://${health}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    await sayAvailable(plane, name);
    return { program, stop: () => program.stop() };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** Unpacks the image for this machine's architecture and returns the configuration of its container. */
async function unpackImage(
  layout: string,
  root: string,
): Promise<{ entrypoint: string[]; environment: NodeJS.ProcessEnv }> {
  const blobPath = ({ digest }: Descriptor) => join(layout, 'blobs', digest.replace(':', '/'));
  const read = async <T>(descriptor: Descriptor) => JSON.parse(await readFile(blobPath(descriptor), 'utf8')) as T;
  const { manifests } = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as { manifests: Descriptor[] };
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

  let manifest = await read<{ manifests?: Descriptor[]; layers?: Descriptor[]; config?: Descriptor }>(manifests[0]!);
  const own = manifest.manifests?.find(({ platform }) => platform?.architecture === architecture);
  if (own) manifest = await read(own);
  await mkdir(root, { recursive: true });
  for (const layer of manifest.layers ?? []) await run('tar', ['-xzf', blobPath(layer), '-C', root]);
  const { config } = await read<{ config: { Entrypoint: string[]; Env: string[] } }>(manifest.config!);
  const environment = Object.fromEntries(
    config.Env.map((pair) => [pair.split('=', 1)[0]!, pair.slice(pair.indexOf('=') + 1)]),
  );
  return { entrypoint: config.Entrypoint, environment };
}

/** Sets the Function's Deployment to available, as its controller would do for a running pod. */
export async function sayAvailable({ client, systemNamespace }: ControlPlane, functionName: string): Promise<void> {
  const deployments = `/apis/apps/v1/namespaces/${systemNamespace}/deployments`;
  const isOurs = ({ spec }: Item) => spec.selector.matchLabels['pkg.crossplane.io/function'] === functionName;
  const deployment = await until(`the Deployment of Function ${functionName}`, 60, async () =>
    (await client.list(deployments)).find(isOurs),
  );
  const conditions = [{ type: 'Available', status: 'True' }];
  const status = { replicas: 1, readyReplicas: 1, availableReplicas: 1, conditions };
  await client.patch(`${deployments}/${deployment.metadata.name}/status`, { status });
}

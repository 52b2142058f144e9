/** The real function-auto-ready as a package in the test's registry, and as the pod that its Deployment asks for. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { locateTool } from '../tools/tools.ts';
import { sayAvailable } from './function-pod.ts';
import { announce } from './hosts.ts';
import { type Registry, rewriteImages } from './packages.ts';
import { type Program, until } from './process.ts';
import { type ControlPlane, writeSecret } from './start.ts';
import { laneAddress } from '../lane.ts';

const run = promisify(execFile);
/** Where the package is published, and the part of it that core names the Function by. */
const host = 'xpkg.crossplane.io';
const repository = 'crossplane-contrib/function-auto-ready';
const functionName = repository.replace('/', '-');
/** The loopback address at which Crossplane reaches it. No other program uses it. */
const address = laneAddress('94.44');

/** Pushes a package with the metadata of the Function. Its image has no program: no kubelet would start it here. */
export async function publishAutoReady(plane: ControlPlane, registry: Registry, version: string): Promise<void> {
  const located = await locateTool('crane');
  if ('missing' in located) throw new Error(located.missing);
  const folder = join(plane.folder, 'function-auto-ready');
  await mkdir(folder);
  const meta = {
    apiVersion: 'meta.pkg.crossplane.io/v1',
    kind: 'Function',
    metadata: { name: 'function-auto-ready' },
    spec: { capabilities: ['composition'] },
  };
  await writeFile(join(folder, 'package.yaml'), JSON.stringify(meta));
  await run('tar', ['-cf', join(folder, 'package.tar'), '-C', folder, 'package.yaml']);
  const reference = `${registry.host}/${repository}:${version}`;
  const args = ['append', '--insecure', '--platform=linux/amd64', '-f', join(folder, 'package.tar'), '-t', reference];
  await run(located.path, args);
  await rewriteImages(plane, `${host}/crossplane-contrib`, registry);
}

/** Runs the program with the certificates that core made for the Function. */
export async function runAutoReady(plane: ControlPlane): Promise<Program> {
  const located = await locateTool('function-auto-ready');
  if ('missing' in located) throw new Error(located.missing);
  const certificates = join(plane.folder, 'function-auto-ready-tls');
  await until(`Secret ${functionName}-tls-server`, 90, async () => {
    await writeSecret(plane, `${functionName}-tls-server`, certificates);
    return true;
  });
  await announce(`${address} ${functionName}.${plane.systemNamespace}`);
  const args = [`--tls-certs-dir=${certificates}`, `--address=${address}:9443`];
  const program = plane.start('function-auto-ready', located.path, args);
  await sayAvailable(plane, functionName);
  return program;
}

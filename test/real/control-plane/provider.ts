/** Starts a real provider on a control plane. */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { makeAuthority, writeCertificates } from 'planesmith/testing';
import { locateTool } from '../tools/tools.ts';
import { startInOwnNetwork } from './own-network.ts';
import type { Program } from './process.ts';
import type { ControlPlane } from './start.ts';

type ProviderName = 'provider-sql' | 'provider-kubernetes';

/** The reason why this machine cannot run it, or undefined if it can. */
export async function missingForProvider(name: ProviderName): Promise<string | undefined> {
  const located = await locateTool(name);
  return 'missing' in located ? located.missing : undefined;
}

/** Starts the provider; it reaches the API server and the servers at `ports`. */
export async function startProvider(
  plane: ControlPlane,
  name: ProviderName,
  ports: readonly number[] = [],
): Promise<Program> {
  const located = await locateTool(name);
  if ('missing' in located) throw new Error(located.missing);
  const certificates = join(plane.folder, `${name}-tls`);
  const authority = makeAuthority(name);
  writeCertificates(certificates, authority.issue(name), authority);
  return startInOwnNetwork(plane, {
    name,
    command: located.path,
    args: ['--poll=5s'],
    env: { KUBECONFIG: plane.kubeconfig, POD_NAMESPACE: plane.systemNamespace, TLS_SERVER_CERTS_DIR: certificates },
    ports: [await apiServerPort(plane), ...ports],
  });
}

async function apiServerPort({ kubeconfig }: ControlPlane): Promise<number> {
  const { clusters } = JSON.parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string } }[];
  };
  return Number(new URL(clusters[0]?.cluster.server ?? '').port);
}

/** The real provider-sql, beside a control plane and a database server. */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { makeAuthority, writeCertificates } from '../../../engine/src/serve/throwaway-certificates.ts';
import { locateTool } from '../tools/tools.ts';
import { startInOwnNetwork } from './own-network.ts';
import type { Program } from './process.ts';
import { type ControlPlane, systemNamespace } from './start.ts';

/** Starts provider-sql; it reaches the API server and the server at `databasePort`. */
export async function startProviderSql(plane: ControlPlane, databasePort: number): Promise<Program> {
  const located = await locateTool('provider-sql');
  if ('missing' in located) throw new Error(located.missing);
  const certificates = join(plane.folder, 'provider-sql-tls');
  const authority = makeAuthority('provider-sql');
  writeCertificates(certificates, authority.issue('provider-sql'), authority);
  return startInOwnNetwork(plane, {
    name: 'provider-sql',
    command: located.path,
    args: ['--poll=5s'],
    env: { KUBECONFIG: plane.kubeconfig, POD_NAMESPACE: systemNamespace, TLS_SERVER_CERTS_DIR: certificates },
    ports: [await apiServerPort(plane), databasePort],
  });
}

async function apiServerPort({ kubeconfig }: ControlPlane): Promise<number> {
  const { clusters } = JSON.parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string } }[];
  };
  return Number(new URL(clusters[0]?.cluster.server ?? '').port);
}

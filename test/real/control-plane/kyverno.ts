/** Starts the real cleanup controller of Kyverno on a control plane, with its own rights. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kyvernoInstallation, locateTool } from '../tools/tools.ts';
import type { Item } from './client.ts';
import { freePort, type Program, until } from './process.ts';
import type { ControlPlane } from './start.ts';

const namespace = 'kyverno';
const account = 'kyverno-cleanup-controller';
/** The account as RBAC and admission know it. */
export const cleanupAccount = `system:serviceaccount:${namespace}:${account}`;

/** The reason why this machine cannot run it, or undefined if it can. */
export async function missingForKyverno(): Promise<string | undefined> {
  const located = await locateTool('kyverno-cleanup-controller');
  return 'missing' in located ? located.missing : undefined;
}

/** Installs Kyverno's kinds, and the cleanup controller's objects, from Kyverno's own installation. */
export async function installKyverno({ client, kubectl, folder }: ControlPlane): Promise<void> {
  const file = join(folder, 'kyverno.json');
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: await installation() }));
  // The API server judges it: kubectl would first fetch the schemas of everything, which a busy machine does not give it in time.
  await kubectl('apply', '--server-side', '--validate=false', '-f', file);
  await until(
    'the policies of Kyverno to be served',
    30,
    async () => (await client.answers('/apis/policies.kyverno.io/v1/deletingpolicies')) || undefined,
  );
}

/** Installs Kyverno and starts its cleanup controller with its own account. */
export async function startKyverno(plane: ControlPlane): Promise<Program> {
  const { kubectl, start, kubeconfig, folder } = plane;
  const located = await locateTool('kyverno-cleanup-controller');
  if ('missing' in located) throw new Error(located.missing);
  await installKyverno(plane);
  const token = (await kubectl('create', 'token', account, '-n', namespace)).trim();
  const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as object;
  const own = join(folder, 'kubeconfig-kyverno');
  await writeFile(own, JSON.stringify({ ...config, users: [{ name: 'user', user: { token } }] }), { mode: 0o600 });
  const secrets = `${account}.${namespace}.svc.kyverno-tls`;
  const args = [
    `--kubeconfig=${own}`,
    `--caSecretName=${secrets}-ca`,
    `--tlsSecretName=${secrets}-pair`,
    '--cleanupServerHost=127.0.0.1',
    `--cleanupServerPort=${await freePort()}`,
    '--disableMetrics=true',
  ];
  return start(account, located.path, args, {
    KYVERNO_NAMESPACE: namespace,
    KYVERNO_DEPLOYMENT: account,
    KYVERNO_SVC: account,
    KYVERNO_POD_NAME: `${account}-0`,
    KYVERNO_SERVICEACCOUNT_NAME: account,
    KYVERNO_ROLE_NAME: 'kyverno:cleanup-controller',
    INIT_CONFIG: 'kyverno',
    METRICS_CONFIG: 'kyverno-metrics',
  });
}

/** Kyverno's kinds, its settings, and the account and rights of the cleanup controller; no objects that need a kubelet. */
async function installation(): Promise<Item[]> {
  const objects = parseAllDocuments(await readFile(await kyvernoInstallation(), 'utf8'));
  const wanted = new Set(['cleanup-controller', 'config']);
  return objects
    .map((document) => document.toJS() as Item | null)
    .filter((object) => object !== null)
    .filter(
      ({ kind, metadata }) =>
        kind === 'CustomResourceDefinition' ||
        kind === 'Namespace' ||
        (wanted.has(metadata.labels?.['app.kubernetes.io/component'] ?? '') &&
          !['Deployment', 'Service'].includes(kind)),
    );
}

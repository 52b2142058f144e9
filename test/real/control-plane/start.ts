/** A real control plane without Docker or a kubelet: etcd, kube-apiserver, kube-controller-manager and Crossplane's core. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crossplaneAccount } from '../../../apis/crossplane.ts';
import { lane } from '../lane.ts';
import { cacheRoot, withLock } from '../tools/cache.ts';
import { coreCrds, coreWebhooks, locateTool, type Tool } from '../tools/tools.ts';
import { type Client, connect } from './client.ts';
import { createCoreDeployment } from './core-deployment.ts';
import { announce, forget } from './hosts.ts';
import { member } from './member.ts';
import { type Metrics, metricsAt } from './metrics.ts';
import { giveOwnRights } from './rights.ts';
import { freePort, type Program, start, until, untilUp } from './process.ts';

const run = promisify(execFile);
const token = 'admin-of-the-test';
/** The account of core, which policies let through by its name, and the account of its RBAC manager. */
const coreToken = 'crossplane-of-the-test';
const rbacManagerToken = 'rbac-manager-of-the-test';
const leadToken = 'lead-of-the-test';
const memberToken = 'member-of-the-test';
const webhookService = 'crossplane-webhooks';

export interface ControlPlane {
  readonly client: Client;
  /** A client that leads the team `checkout`, with the rights of that role in the install bundle. */
  readonly lead: Client;
  /** A client without groups, with only the rights of the RoleBindings for members. */
  readonly member: Client;
  readonly kubeconfig: string;
  /** The namespace of core, where it has the pods of Functions and Providers. */
  readonly systemNamespace: string;
  /** Logs and state; removed by `stop`. */
  readonly folder: string;
  kubectl(...args: string[]): Promise<string>;
  /** What core has done so far. */
  metrics(): Promise<Metrics>;
  /** Starts a further program that stops with the control plane. */
  start(name: string, command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Program;
  /** Resolves when every process is gone. */
  stop(): Promise<void>;
}

const needed = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl', 'crossplane-core'] as const;

/** The reason why this machine cannot run a control plane, or undefined if it can. */
export async function missingForControlPlane(): Promise<string | undefined> {
  for (const tool of needed) {
    const located = await locateTool(tool);
    if ('missing' in located) return located.missing;
  }
  // Core calls a Function by its Service's name, which only the hosts file can resolve here.
  return process.getuid?.() === 0
    ? undefined
    : 'it needs root, to name the Function in the hosts file: run it in a container as root.';
}

/**
 * A control plane with Crossplane installed, with core's default settings, and its API served; rejects with the end of the failing program's log.
 * `account` is the ServiceAccount of core, by namespace and name.
 */
export async function startControlPlane(account: string = crossplaneAccount): Promise<ControlPlane> {
  const release = await takeTurn();
  await forget();
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-control-plane-'));
  const programs: Program[] = [];
  const begin = (name: string, command: string, args: readonly string[], env?: NodeJS.ProcessEnv) => {
    const program = start(name, folder, command, args, env);
    programs.push(program);
    return program;
  };
  const stop = async () => {
    await forget();
    for (const program of programs.toReversed()) await program.stop();
    await rm(folder, { recursive: true, force: true });
    release();
  };

  try {
    const core = accountOf(account);
    const port = await startApiServer(folder, account, begin);
    const client = connect(port, `${folder}/apiserver/apiserver.crt`, token);
    const kubeconfig = await writeKubeconfig(folder, port, token);
    const [lead, memberClient] = [leadToken, memberToken].map((token) =>
      connect(port, `${folder}/apiserver/apiserver.crt`, token),
    ) as [Client, Client];
    await startControllers(kubeconfig, client, core, begin);
    await giveOwnRights(client, account, `${core.namespace}/rbac-manager`);
    const coreConfig = await writeKubeconfig(folder, port, coreToken);
    const metricsPort = await startCore(folder, coreConfig, client, core, begin);
    begin('crossplane-rbac-manager', await pathOf('crossplane-core'), ['rbac', 'start'], {
      KUBECONFIG: await writeKubeconfig(folder, port, rbacManagerToken),
    });
    const kubectl = await pathOf('kubectl');
    return {
      client,
      lead,
      member: memberClient,
      kubeconfig,
      systemNamespace: core.namespace,
      folder,
      metrics: () => metricsAt(metricsPort),
      kubectl: async (...args) =>
        (await run(kubectl, ['--kubeconfig', kubeconfig, ...args], { env: { HOME: folder } })).stdout,
      start: begin,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An API server with its etcd, without any controller and without Crossplane: a dozen of them do not disturb each other. */
export async function startApiServerAlone(): Promise<Pick<ControlPlane, 'client' | 'kubeconfig' | 'folder' | 'stop'>> {
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-api-server-'));
  const programs: Program[] = [];
  const stop = async () => {
    for (const program of programs.toReversed()) await program.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await startApiServer(folder, crossplaneAccount, (name, command, args, env) => {
      const program = start(name, folder, command, args, env);
      programs.push(program);
      return program;
    });
    const client = connect(port, `${folder}/apiserver/apiserver.crt`, token);
    return { client, kubeconfig: await writeKubeconfig(folder, port, token), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until no other run has a control plane in this lane, because the hosts file has one line per name. Returns a function that ends the turn. */
async function takeTurn(): Promise<() => void> {
  const turn = Promise.withResolvers<() => void>();
  void withLock(join(cacheRoot(), `control-plane${lane || ''}.lock`), async () => {
    const over = Promise.withResolvers<void>();
    turn.resolve(over.resolve);
    await over.promise;
  }).catch(turn.reject);
  return turn.promise;
}

type Begin = ControlPlane['start'];

async function startApiServer(folder: string, account: string, begin: Begin): Promise<number> {
  const [etcdPort, peerPort, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  begin('etcd', await pathOf('etcd'), [
    `--data-dir=${folder}/etcd`,
    '--unsafe-no-fsync',
    '--log-level=error',
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
  ]);
  await mkdir(`${folder}/apiserver`);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(`${folder}/sa.key`, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  await writeFile(`${folder}/sa.pub`, publicKey.export({ type: 'spki', format: 'pem' }));
  const { namespace, name } = accountOf(account);
  const users = [
    `${token},admin,admin,"system:masters"`,
    `${coreToken},system:serviceaccount:${namespace}:${name},crossplane,"system:serviceaccounts"`,
    `${rbacManagerToken},system:serviceaccount:${namespace}:rbac-manager,rbac-manager,"system:serviceaccounts"`,
    `${leadToken},lead,lead,"platform-team-leads,platform-team-checkout"`,
    `${memberToken},${member},member`,
  ];
  await writeFile(`${folder}/tokens.csv`, `${users.join('\n')}\n`, { mode: 0o600 });
  const server = begin('kube-apiserver', await pathOf('kube-apiserver'), [
    `--etcd-servers=${etcdUrl}`,
    `--cert-dir=${folder}/apiserver`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--service-account-key-file=${folder}/sa.pub`,
    `--service-account-signing-key-file=${folder}/sa.key`,
    '--service-account-issuer=https://127.0.0.1',
    '--authorization-mode=RBAC',
    `--token-auth-file=${folder}/tokens.csv`,
    '--service-cluster-ip-range=10.0.0.0/16',
    '--disable-admission-plugins=ServiceAccount',
  ]);
  const isUp = () => connect(port, `${folder}/apiserver/apiserver.crt`, token).answers('/readyz');
  await untilUp(server, 90, async () => isUp().catch(() => false));
  return port;
}

interface Account {
  readonly namespace: string;
  readonly name: string;
}

function accountOf(account: string): Account {
  const [namespace = '', name = ''] = account.split('/');
  return { namespace, name };
}

async function startControllers(kubeconfig: string, client: Client, core: Account, begin: Begin): Promise<void> {
  // Without these controllers, foreground deletion hangs and other deletions orphan children.
  const controllers = ['garbage-collector', 'namespace', 'serviceaccount', 'clusterrole-aggregation', 'resourcequota'];
  begin('kube-controller-manager', await pathOf('kube-controller-manager'), [
    `--kubeconfig=${kubeconfig}`,
    `--controllers=${controllers.map((name) => `${name}-controller`).join(',')}`,
    '--leader-elect=false',
    // Clusters run it with this flag: policies know the garbage collector by its own account.
    '--use-service-account-credentials',
    `--secure-port=${await freePort()}`,
    '--bind-address=127.0.0.1',
  ]);
  await client.create('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: core.namespace },
  });
  await client.create(`/api/v1/namespaces/${core.namespace}/serviceaccounts`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: core.name },
  });
  await createCoreDeployment(client, core.namespace, core.name);
}

/** Starts core and returns the port of its metrics. */
async function startCore(
  folder: string,
  kubeconfig: string,
  client: Client,
  { namespace, name }: Account,
  begin: Begin,
): Promise<number> {
  const core = await pathOf('crossplane-core');
  const webhookPort = await freePort();
  const env = {
    KUBECONFIG: kubeconfig,
    POD_NAMESPACE: namespace,
    POD_SERVICE_ACCOUNT: name,
    WEBHOOK_CONFIGS_PATH: await coreWebhooks(),
    WEBHOOK_SERVICE_NAME: webhookService,
    WEBHOOK_SERVICE_NAMESPACE: namespace,
    WEBHOOK_SERVICE_PORT: String(webhookPort),
    WEBHOOK_PORT: String(webhookPort),
    TLS_CA_SECRET_NAME: 'crossplane-root-ca',
    TLS_SERVER_SECRET_NAME: 'crossplane-tls-server',
    TLS_CLIENT_SECRET_NAME: 'crossplane-tls-client',
    CRDS_PATH: await coreCrds(),
    TLS_CLIENT_CERTS_DIR: `${folder}/core-tls`,
    TLS_SERVER_CERTS_DIR: `${folder}/core-server-tls`,
  };
  // The first run fails while its own CRDs are not established yet.
  await until('`crossplane core init`', 120, async () => {
    await run(core, ['core', 'init'], { env: { ...env, PATH: process.env['PATH'] }, timeout: 60_000 });
    return true;
  });
  await writeSecret({ client, systemNamespace: namespace }, 'crossplane-tls-client', `${folder}/core-tls`);
  await writeSecret({ client, systemNamespace: namespace }, 'crossplane-tls-server', `${folder}/core-server-tls`);
  // The host name in core's certificate.
  const webhookHost = `${webhookService}.${namespace}.svc`;
  await announce(`127.0.0.1 ${webhookHost}`);
  await reachWebhook(client, `${webhookHost}:${webhookPort}`);
  await mkdir(`${folder}/xpkg-cache`);
  const [metrics, health] = await Promise.all([freePort(), freePort()]);
  const program = begin(
    'crossplane',
    core,
    [
      'core',
      'start',
      `--xpkg-cache-dir=${folder}/xpkg-cache`,
      `--metrics-port=${metrics}`,
      `--health-probe-port=${health}`,
    ],
    env,
  );
  const isUp = () =>
    fetch(`http://127.0.0.1:${health}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await untilUp(program, 60, isUp);
  return metrics;
}

/** Registers core's webhook for Usages by the address of this machine, because no Service is reachable here. */
async function reachWebhook(client: Client, host: string): Promise<void> {
  const path = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/crossplane-no-usages';
  const { webhooks = [] } = (await client.get(path)) as unknown as {
    webhooks?: { clientConfig: { caBundle?: string; service?: { path?: string } } }[];
  };
  const reached = webhooks.map(({ clientConfig: { caBundle, service }, ...rest }) => ({
    ...rest,
    clientConfig: { caBundle, url: `https://${host}${service?.path ?? ''}` },
  }));
  if (reached.length === 0) throw new Error('core has no webhook for Usages');
  await client.patch(path, { webhooks: reached });
}

/** Writes a Secret's keys of core's namespace as files of `folder`. */
export async function writeSecret(
  { client, systemNamespace }: Pick<ControlPlane, 'client' | 'systemNamespace'>,
  name: string,
  folder: string,
): Promise<void> {
  const secret = await client.get(`/api/v1/namespaces/${systemNamespace}/secrets/${name}`);
  const data = Object.entries((secret?.['data'] ?? {}) as Record<string, string>);
  if (data.length === 0) throw new Error(`Secret ${name} is not there yet`);
  await mkdir(folder, { recursive: true });
  for (const [key, value] of data) await writeFile(join(folder, key), Buffer.from(value, 'base64'), { mode: 0o600 });
}

async function writeKubeconfig(folder: string, port: number, token: string): Promise<string> {
  const path = `${folder}/kubeconfig-${token}`;
  const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority': `${folder}/apiserver/apiserver.crt` };
  await writeFile(
    path,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'user', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'user' } }],
    }),
    { mode: 0o600 },
  );
  return path;
}

async function pathOf(tool: Tool): Promise<string> {
  const located = await locateTool(tool);
  if ('missing' in located) throw new Error(located.missing);
  return located.path;
}

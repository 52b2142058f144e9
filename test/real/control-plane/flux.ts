/** Starts the real Flux on a control plane: its source controller and its kustomize controller, with an administrator's rights as Flux has by default. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fluxKustomizeCrds, fluxSourceCrds, locateTool } from '../tools/tools.ts';
import type { Item } from './client.ts';
import { freePort, until, untilUp } from './process.ts';
import type { ControlPlane } from './start.ts';

/** The namespace of Flux, as its own installation names it. */
export const fluxNamespace = 'flux-system';
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const roots = {
  OCIRepository: `/apis/source.toolkit.fluxcd.io/v1/namespaces/${fluxNamespace}/ocirepositories`,
  Kustomization: `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${fluxNamespace}/kustomizations`,
} as const;

/** A kind of Flux's whose objects tests look at. */
export type FluxKind = keyof typeof roots;

/** The condition `Ready` of an object of Flux's, and what the object has besides. */
export interface FluxState {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** Whether Flux has seen the last change of the object. */
  readonly isCurrent: boolean;
  /** The revision that was applied last and found healthy, such as `main@sha256:…`. */
  readonly applied?: string;
  /** The last request for a sync that was answered. */
  readonly handled?: string;
}

/** The reason why this machine cannot run it, or undefined if it can. */
export async function missingForFlux(): Promise<string | undefined> {
  for (const tool of ['source-controller', 'kustomize-controller'] as const) {
    const located = await locateTool(tool);
    if ('missing' in located) return located.missing;
  }
  return undefined;
}

/** Installs the CRDs of both controllers and starts them; resolves when both are up. */
export async function startFlux(plane: ControlPlane): Promise<void> {
  await installCrds(plane);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: fluxNamespace } };
  await plane.client.apply(`/api/v1/namespaces/${fluxNamespace}`, namespace);
  const storage = join(plane.folder, 'flux-artifacts');
  await mkdir(storage);
  const server = `127.0.0.1:${await freePort()}`;
  await startController(plane, 'source-controller', [
    `--storage-path=${storage}`,
    `--storage-addr=${server}`,
    `--storage-adv-addr=${server}`,
  ]);
  // A dependency that is not ready is looked at again after half a minute by default, and every such minute is one of the test's.
  await startController(plane, 'kustomize-controller', ['--requeue-dependency=2s']);
}

async function startController(
  plane: ControlPlane,
  name: 'source-controller' | 'kustomize-controller',
  flags: readonly string[],
): Promise<void> {
  const located = await locateTool(name);
  if ('missing' in located) throw new Error(located.missing);
  const health = `127.0.0.1:${await freePort()}`;
  const args = [`--health-addr=${health}`, '--metrics-addr=0', '--log-level=info', ...flags];
  const env = { KUBECONFIG: plane.kubeconfig, RUNTIME_NAMESPACE: fluxNamespace, TMPDIR: plane.folder };
  // It gives up while the API server still sets up its kinds, and a kubelet would start it again.
  await until(`${name} to start`, 60, async () => {
    const program = plane.start(name, located.path, args, env);
    await untilUp(program, 30, () =>
      fetch(`http://${health}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return true;
  });
}

async function installCrds({ client }: ControlPlane): Promise<void> {
  for (const folder of [await fluxSourceCrds(), await fluxKustomizeCrds()]) {
    for (const file of await readdir(folder)) {
      const crd = parse(await readFile(join(folder, file), 'utf8')) as Item;
      await client.apply(`${crds}/${crd.metadata.name}`, crd);
    }
  }
  for (const root of Object.values(roots))
    await until(`${root} to be served`, 30, async () => (await client.answers(root)) || undefined);
}

/** What Flux says about one of its objects; undefined before it says anything. */
export async function fluxState(
  { client }: ControlPlane,
  kind: FluxKind,
  name: string,
): Promise<FluxState | undefined> {
  const found = await client.get(`${roots[kind]}/${name}`);
  const status = (found?.['status'] ?? {}) as {
    conditions?: { type: string; status: string; reason: string; message: string }[];
    observedGeneration?: number;
    lastAppliedRevision?: string;
    lastHandledReconcileAt?: string;
  };
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready === undefined) return undefined;
  const { lastAppliedRevision: applied, lastHandledReconcileAt: handled } = status;
  return {
    status: ready.status,
    reason: ready.reason,
    message: ready.message,
    isCurrent: status.observedGeneration === found?.metadata.generation,
    ...(applied !== undefined && { applied }),
    ...(handled !== undefined && { handled }),
  };
}

/** Resolves with what Flux says about an object once `isSo`; rejects with what it said last. */
export async function fluxOnce(
  plane: ControlPlane,
  kind: FluxKind,
  name: string,
  what: string,
  isSo: (state: FluxState) => boolean,
  seconds = 60,
): Promise<FluxState> {
  return until(`${kind} ${name} to ${what}`, seconds, async () => {
    const state = await fluxState(plane, kind, name);
    if (state !== undefined && isSo(state)) return state;
    throw new Error(JSON.stringify(state));
  });
}

let requests = 0;

/** Asks Flux to look at an object now, as `flux reconcile` does, and returns the request, which `handled` names once it is answered. */
export async function requestSync({ client }: ControlPlane, kind: FluxKind, name: string): Promise<string> {
  const request = `request-${++requests}`;
  await client.patch(`${roots[kind]}/${name}`, {
    metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': request } },
  });
  return request;
}

/** Asks Flux to look at an object, and resolves when it has. */
export async function syncNow(plane: ControlPlane, kind: FluxKind, name: string): Promise<void> {
  const request = await requestSync(plane, kind, name);
  await fluxOnce(plane, kind, name, 'answer', ({ handled }) => handled === request);
}

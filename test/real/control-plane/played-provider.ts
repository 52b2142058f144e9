/** Plays the operators and providers: writes the statuses of test/played to the test's API server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, Stage } from 'planesmith/testing';
import { play, secretObjects, type World } from '../../played/play.ts';
import { slowServers } from '../../played/slow-servers.ts';
import { ApiError, type Client, type Item } from './client.ts';
import { composedKinds, pathOf, type ServedKind } from './crds.ts';

export interface PlayedProvider {
  /** Brings every object to this stage from now on. */
  reach(stage: Stage): void;
  /** Ends the player; rejects with the first failure that happened while it ran. */
  stop(): Promise<void>;
}

/**
 * Seconds until the server of a Database in a cloud is ready. There it takes minutes. So core has refilled what the creation took before all else
 * follows, and its circuit breaker stays closed.
 */
export const startingServers: Readonly<Record<string, number>> = Object.fromEntries(
  [...slowServers].map((kind) => [kind, 45]),
);

/**
 * Plays every composed kind except those of `except`, whose real controllers run, and also the objects that providers create. The kinds
 * of `slow` are still starting until so many seconds after their creation.
 */
export async function startPlayedProvider(
  client: Client,
  world: World,
  except: (kind: ServedKind) => boolean = () => false,
  slow: Readonly<Record<string, number>> = {},
): Promise<PlayedProvider> {
  const kinds = (await composedKinds()).filter((kind) => kind.namespaced && !except(kind));
  let stage: Stage = 'starting';
  const over = new AbortController();
  const round = async () => {
    const all = await Promise.all(kinds.map(async (kind) => ({ kind, items: await client.list(kind.path) })));
    for (const { kind, items } of all) await letGo(client, kind, items);
    const found = all.map(({ kind, items }) => ({ kind, items: living(kind, items) }));
    const neighbours = found.flatMap(({ items }) => items) as unknown as KubernetesObject[];
    for (const { kind, items } of found) {
      for (const item of items) {
        const age = (Date.now() - Date.parse(item.metadata.creationTimestamp ?? '')) / 1000;
        const isStarting = age < (slow[kind.kind] ?? 0);
        await playOne(client, kind, item, isStarting ? 'starting' : stage, neighbours, world);
      }
    }
  };
  const loop = async () => {
    while (!over.signal.aborted) {
      // The API server refuses at times, for example while it sets up a new kind. Like any controller, try again.
      await round().catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
      });
      await sleep(200);
    }
  };
  const running = loop();
  // `stop` reports the failure; until then it must not count as unhandled.
  running.catch(() => undefined);
  return {
    reach: (next) => (stage = next),
    async stop() {
      over.abort();
      await running;
    },
  };
}

function living({ apiVersion, kind }: ServedKind, items: readonly Item[]): Item[] {
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((item) => Object.assign(item, { apiVersion, kind }));
}

/** That of crossplane-runtime (pkg/reconciler/managed/reconciler.go, FinalizerName), which composed objects may have from the beginning. */
const managedFinalizer = 'finalizer.managedresource.crossplane.io';

/** Lets go of what is deleted, as a provider does. */
async function letGo(client: Client, kind: ServedKind, items: readonly Item[]): Promise<void> {
  for (const { metadata } of items) {
    const { name, namespace, deletionTimestamp, finalizers = [] } = metadata;
    if (deletionTimestamp === undefined || !finalizers.includes(managedFinalizer)) continue;
    const others = finalizers.filter((finalizer) => finalizer !== managedFinalizer);
    await client.patch(pathOf(kind, namespace, name), { metadata: { finalizers: others } });
  }
}

async function playOne(
  client: Client,
  kind: ServedKind,
  item: Item,
  stage: Stage,
  neighbours: readonly KubernetesObject[],
  world: World,
): Promise<void> {
  const object = item as unknown as KubernetesObject;
  const written = play(object, stage, neighbours, world);
  const { namespace, name, uid } = item.metadata;
  const owner = { apiVersion: item.apiVersion, kind: item.kind, name, uid };
  for (const secret of secretObjects(object, written)) {
    const path = `/api/v1/namespaces/${namespace}/secrets/${secret.metadata.name}`;
    if (isDeepStrictEqual((await client.get(path))?.['data'], secret['data'])) continue;
    await client.apply(
      path,
      { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } },
      'played-provider',
    );
  }
  if (written.status === undefined || holds(item['status'], written.status)) return;
  await client.patch(`${pathOf(kind, namespace, name)}/status`, { status: written.status });
}

/** Returns whether the object already has every field of `wanted`. */
function holds(actual: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return isDeepStrictEqual(actual, wanted);
  if (typeof actual !== 'object' || actual === null) return false;
  return Object.entries(wanted).every(([key, value]) => holds((actual as Record<string, unknown>)[key], value));
}

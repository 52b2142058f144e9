/** Lists the objects of a control plane, so that tests can compare what exists before and after. */
import type { Client, Item } from './client.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

/** Kinds that come and go by themselves, which are left out. */
const passing: ReadonlySet<string> = new Set(['Event', 'Lease']);

interface Served {
  readonly kind: string;
  readonly plural: string;
  /** The path of its group and version. */
  readonly root: string;
  readonly namespaced: boolean;
}

/** The result of discovery per client: the kinds no longer change once the package is installed. */
const known = new WeakMap<Client, Promise<readonly Served[]>>();

function servedBy(client: Client): Promise<readonly Served[]> {
  const served = known.get(client) ?? discover(client);
  known.set(client, served);
  return served;
}

async function discover(client: Client): Promise<readonly Served[]> {
  const { groups } = (await client.get('/apis')) as unknown as {
    groups: { versions: { groupVersion: string }[] }[];
  };
  const roots = [
    '/api/v1',
    ...groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `/apis/${groupVersion}`)),
  ];
  const found = await Promise.all(roots.map(async (root) => ({ root, list: await client.get(root) })));
  const all = found.flatMap(({ root, list }) =>
    ((list?.['resources'] ?? []) as { name: string; kind: string; namespaced: boolean; verbs: string[] }[])
      .filter(({ name, kind, verbs }) => !name.includes('/') && verbs.includes('list') && !passing.has(kind))
      .map(({ name, kind, namespaced }) => ({ kind, plural: name, root, namespaced })),
  );
  // A kind that is served under several versions counts once.
  const group = (root: string) => root.slice(0, root.lastIndexOf('/'));
  return [...Map.groupBy(all, ({ root, plural }) => `${group(root)}/${plural}`).values()].map(
    ([first]) => first as Served,
  );
}

async function found(client: Client, query: string, where = ''): Promise<{ kind: string; item: Item }[]> {
  const kinds = (await servedBy(client)).filter(({ namespaced }) => where === '' || namespaced);
  const lists = await Promise.all(
    kinds.map(async ({ kind, plural, root }) =>
      (await list(client, `${root}${where}/${plural}${query}`)).map((item) => ({ kind, item })),
    ),
  );
  return lists.flat();
}

/** Lists a path, and tries again while the API server still sets up the storage of a new kind, as kubectl does. */
function list(client: Client, path: string): Promise<Item[]> {
  return until(`a list of ${path}`, 30, () => client.list(path));
}

/** Every object of every kind that can be listed, as `Kind namespace name`. */
export async function everything({ client }: ControlPlane): Promise<string[]> {
  const all = await found(client, '');
  return sorted(
    all.map(({ kind, item: { metadata } }) => `${kind} ${metadata.namespace ?? '<none>'} ${metadata.name}`),
  );
}

/** Every object of every kind that can be listed, and every event. */
export async function allObjects({ client }: ControlPlane): Promise<Item[]> {
  const objects = (await found(client, '')).map(({ kind, item }) => ({ ...item, kind }));
  const events = await list(client, '/api/v1/events');
  return [...objects, ...events.map((event) => ({ ...event, kind: 'Event' }))];
}

/** The names of all objects with the labels, as `Kind name`, in one namespace or in all. */
export async function labelled(
  { client }: ControlPlane,
  namespace: string | undefined,
  labels: string,
): Promise<string[]> {
  const where = namespace === undefined ? '' : `/namespaces/${namespace}`;
  const all = await found(client, `?labelSelector=${encodeURIComponent(labels)}`, where);
  return sorted(all.map(({ kind, item }) => `${kind} ${item.metadata.name}`));
}

function sorted(lines: readonly string[]): string[] {
  return [...new Set(lines)].toSorted();
}

/** The example claim on a control plane, and the operations that tests need on it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentConfig } from '../../cases/situation.ts';
import type { Item } from './client.ts';
import { composedKinds } from './crds.ts';
import { member } from './member.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

export const namespace = 'team-a';
export const name = 'orders';
/** The file that is applied in every flavour, on every target. */
const file = fileURLToPath(new URL('../../../examples/database.yaml', import.meta.url));
export const claimsPath = `/apis/platform.example.org/v1alpha1/namespaces/${namespace}/databases`;
export const path = `${claimsPath}/${name}`;

/** Core's own account. */
export const core = 'system:serviceaccount:crossplane-system:crossplane';

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message?: string;
}

/** Creates a namespace, such as the one of the claim's team. */
export async function createNamespace({ client }: ControlPlane, namespaceName: string): Promise<void> {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespaceName } };
  await client.apply(`/api/v1/namespaces/${namespaceName}`, object);
}

/** Applies the example claim, as a member of its namespace. */
export async function applyClaim({ kubectl }: ControlPlane): Promise<void> {
  // The API server may take a moment to serve a kind that has just been established.
  await until('the claim to be accepted', 30, () => kubectl('apply', '-f', file, `--as=${member}`));
}

/** Applies the EnvironmentConfig of an example with other values in its section `aws`. */
export async function applyEnvironment(
  { kubectl, folder }: ControlPlane,
  example: string,
  postgres = {},
): Promise<void> {
  const config = environmentConfig(example);
  const data = config['data'] as { aws?: { postgres: object } };
  const path = join(folder, 'environment.json');
  const changed = {
    ...data,
    ...(data.aws && { aws: { ...data.aws, postgres: { ...data.aws.postgres, ...postgres } } }),
  };
  await writeFile(path, JSON.stringify({ ...config, data: changed }));
  await kubectl('apply', '-f', path);
}

/** The conditions of a claim by type, once `isSo` is true for them; rejects with the latest conditions. `at` is the claim's path. */
export async function conditionsOnce(
  { client }: ControlPlane,
  what: string,
  seconds: number,
  isSo: (conditions: Readonly<Record<string, Condition>>) => boolean,
  at = path,
): Promise<Readonly<Record<string, Condition>>> {
  return until(`claim ${at.slice(at.lastIndexOf('/') + 1)} to be ${what}`, seconds, async () => {
    const conditions = ((await client.get(at))?.['status']?.conditions ?? []) as Condition[];
    const byType = Object.fromEntries(conditions.map((condition) => [condition.type, condition]));
    if (isSo(byType)) return byType;
    throw new Error(conditions.map(({ type, status, message = '' }) => `${type}=${status} ${message}`).join('; '));
  });
}

/** The objects in namespaces that the XR of this name composes, by their keys. */
export async function composedBy({ client }: ControlPlane, xr: string): Promise<ReadonlyMap<string, Item>> {
  const kinds = (await composedKinds()).filter(({ namespaced }) => namespaced);
  const all = await Promise.all(kinds.map(({ path }) => client.list(path)));
  const own = all.flat().filter(({ metadata }) => metadata.labels?.['crossplane.io/composite'] === xr);
  return new Map(
    own.map((item) => [item.metadata.annotations?.['crossplane.io/composition-resource-name'] ?? '', item]),
  );
}

/** The values of a Secret in the claim's namespace, as text. */
export async function secretValues({ client }: ControlPlane, secret: string): Promise<Record<string, string>> {
  const found = await client.get(`/api/v1/namespaces/${namespace}/secrets/${secret}`);
  const data = (found?.['data'] ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

/** Deletes the claim, as a member of its namespace, and resolves when it is gone. */
export async function deleteClaim({ client, member }: ControlPlane): Promise<void> {
  // The policy refuses the deletion until the function has released the retained data.
  await until('the claim to be deletable', 30, async () => {
    await member.remove(path);
    return true;
  });
  await until('the claim to be gone', 90, async () => (await client.get(path)) === undefined || undefined);
}

/** Finds secret values that a control plane shows outside of Secrets. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSecretKey } from 'planesmith/testing';
import type { Client } from './client.ts';
import { allObjects } from './everything.ts';
import type { ControlPlane } from './start.ts';

/** A shorter value could occur by chance. */
const shortest = 8;

/** The secret values of a namespace, by `<Secret> <key>`. */
export async function secretsIn({ list }: Client, namespace: string): Promise<ReadonlyMap<string, string>> {
  const all = await list(`/api/v1/namespaces/${namespace}/secrets`);
  const values = all.flatMap(({ metadata, ...secret }) =>
    Object.entries((secret['data'] ?? {}) as Record<string, string>)
      .filter(([key]) => isSecretKey(key))
      .map(([key, value]): [string, string] => [`${metadata.name} ${key}`, Buffer.from(value, 'base64').toString()]),
  );
  return new Map(values.filter(([, value]) => value.length >= shortest));
}

/** The values that appear, plain or in base64, in a log, an event or an object that is not a Secret. */
export async function leaks(plane: ControlPlane, values: ReadonlyMap<string, string>): Promise<string[]> {
  const logs = (await readdir(plane.folder)).filter((file) => file.endsWith('.log'));
  const texts = await Promise.all(
    logs.map(async (log) => ({ where: log, text: await readFile(join(plane.folder, log), 'utf8') })),
  );
  for (const object of await allObjects(plane)) {
    if (object.kind === 'Secret') continue;
    texts.push({ where: `${object.kind} ${object.metadata.name}`, text: JSON.stringify(object) });
  }
  return [...values].flatMap(([name, value]) => {
    const forms = [JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')];
    const found = texts.filter(({ text }) => forms.some((form) => text.includes(form)));
    return found.map(({ where }) => `${name} in ${where}`);
  });
}

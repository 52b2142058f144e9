/** Where secret values are told on a control plane that should be in Secrets alone. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSecretKey } from 'planesmith/testing';
import type { Client } from './client.ts';
import { allObjects } from './everything.ts';
import type { ControlPlane } from './start.ts';

/** A shorter value could be any word. */
const shortest = 8;

/** The secret values of a namespace by what they are called: `<Secret> <key>`. */
export async function secretsIn({ list }: Client, namespace: string): Promise<ReadonlyMap<string, string>> {
  const all = await list(`/api/v1/namespaces/${namespace}/secrets`);
  const values = all.flatMap(({ metadata, ...secret }) =>
    Object.entries((secret['data'] ?? {}) as Record<string, string>)
      .filter(([key]) => isSecretKey(key))
      .map(([key, value]): [string, string] => [`${metadata.name} ${key}`, Buffer.from(value, 'base64').toString()]),
  );
  return new Map(values.filter(([, value]) => value.length >= shortest));
}

/** Which values, by what they are called, are told as they are or in base64 in the log of a program, in an event, or in an object that is no Secret. */
export async function told(plane: ControlPlane, values: ReadonlyMap<string, string>): Promise<string[]> {
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

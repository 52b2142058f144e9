/** EnvironmentConfigs with one mistake each, and the answers of the API server to them. */
import { applyDefaults, check } from 'planesmith/schema';
import { platform } from '../../cases/platform.ts';
import { environmentNames, facts, type Loose } from '../../fixtures.ts';
import { environment } from '../../../functions/environment/index.ts';
import type { ControlPlane } from './start.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const path = '/apis/apiextensions.crossplane.io/v1beta1/environmentconfigs';

/** The data of an EnvironmentConfig, and what was changed in it. */
export interface Changed {
  readonly change: string;
  readonly data: Loose;
  /** Whether a value was replaced by null. */
  readonly isNull: boolean;
}

/** What stands in place of every value, in turn; undefined removes it. */
const wrong = [undefined, 'no such value', '', 'x'.repeat(600), 7, -1, 2.5, true, null, [], {}, ['a', 'a'], [[]]];

/** The example environments with each of their values replaced by each wrong one. */
export function changedEnvironments(): Changed[] {
  return environmentNames.flatMap((name) =>
    placesIn(facts(name)).flatMap((place) =>
      wrong.map((value) => {
        const data = structuredClone(facts(name));
        replace(data, place, value);
        return {
          change: `${name}: ${place.join('.')} = ${JSON.stringify(value)?.slice(0, 40)}`,
          data,
          isNull: value === null,
        };
      }),
    ),
  );
}

function* pathsIn(value: unknown, before: readonly string[]): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield [...before, key];
    yield* pathsIn(inner, [...before, key]);
  }
}
const placesIn = (data: Loose) => [...pathsIn(data, [])];

function replace(data: Loose, place: readonly string[], value: unknown): void {
  const outer = place.slice(0, -1).reduce((inner, key) => inner[key], data);
  const key = place.at(-1) as string;
  if (value !== undefined) outer[key] = value;
  else if (Array.isArray(outer)) outer.splice(Number(key), 1);
  else delete outer[key];
}

/** Whether the function could read it: unknown fields are for other releases. */
export function isReadable(data: Loose): boolean {
  return check(environment, applyDefaults(environment, data), { strict: false }).length === 0;
}

/** The message with which the API server refuses the EnvironmentConfig; empty if it accepts it. Nothing is stored. */
export function refusalOf({ client }: ControlPlane, data: Loose, name: string = platform.name): Promise<string> {
  return client.create(`${path}?dryRun=All`, configOf(data, name)).then(
    () => '',
    ({ message }: Error) => message,
  );
}

/** The warning with which the API server accepts it; empty if there is none. */
export async function warningOn({ kubectl, folder }: ControlPlane, data: Loose): Promise<string> {
  const file = join(folder, 'environment-to-try.json');
  await writeFile(file, JSON.stringify(configOf(data, platform.name)));
  return kubectl('create', '--dry-run=server', '--warnings-as-errors', '-f', file).then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  );
}

function configOf(data: Loose, name: string): object {
  return { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig', metadata: { name }, data };
}

/** `planesmith validate --environment` refuses the claims that a cluster of this environment refuses, in the same words. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogued, catalogueRemedy } from '../cases/catalogue-requests.ts';
import { limitedClaims, limitRemedy } from '../cases/limited-claims.ts';
import { platform } from '../cases/platform.ts';
import { exampleSpec, type Loose } from '../fixtures.ts';

const root = resolve(import.meta.dirname, '../..');
const apis = new Map(Object.entries(platform.apis));

interface Verdict {
  readonly file: string;
  readonly errors: readonly { readonly path: string; readonly message: string; readonly hint?: string }[];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planesmith-limits-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The errors of the claims in the folder, by file, each as one sentence. */
async function validated(data: Loose, files: Readonly<Record<string, readonly object[]>>) {
  const at = mkdtempSync(join(folder, 'claims-'));
  for (const [name, objects] of Object.entries(files))
    writeFileSync(join(at, name), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const environment = join(folder, 'environment.yaml');
  const config = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
  writeFileSync(environment, JSON.stringify({ ...config, metadata: { name: platform.name }, data }));
  const args = ['validate', at, '--environment', environment, '-o', 'json'];
  const said = await new Promise<string>((done, fail) =>
    execFile(join(root, 'node_modules/.bin/planesmith'), args, { cwd: root }, (error, stdout, stderr) =>
      error === null || error.code === 1 ? done(stdout) : fail(new Error(stderr)),
    ),
  );
  const errorsIn = ({ errors }: Verdict) =>
    errors.map(({ path, message, hint }) => `${path}: ${message}${hint === undefined ? '' : `; ${hint}`}`).join('; ');
  const verdicts = JSON.parse(said) as readonly Verdict[];
  return new Map(verdicts.map((verdict) => [verdict.file.slice(at.length + 1), errorsIn(verdict)]));
}

const claimOf = (key: string, spec: Loose, namespace?: string, name = key) => {
  const { kind, version } = apis.get(key)!;
  return {
    apiVersion: `${platform.group}/${version}`,
    kind,
    metadata: { name, ...(namespace && { namespace }) },
    spec: { ...exampleSpec(key), ...spec },
  };
};

describe('planesmith validate --environment', () => {
  it('refuses what is beyond a limit', async () => {
    const byEnvironment = Map.groupBy(limitedClaims.entries(), ([, { environment }]) => environment);
    for (const [data, claims] of byEnvironment) {
      const all = [...claims];
      const files = all.map(
        ([index, { key, spec }]) => [`${index}.json`, [claimOf(key, spec, undefined, `limited-${index}`)]] as const,
      );
      const said = await validated(data, Object.fromEntries(files));
      for (const [index, { says }] of all)
        expect(said.get(`${index}.json`), `${index}`).toBe(says === '' ? '' : `${says}${limitRemedy}`);
    }
  });

  it('refuses what is outside the catalogue, unless the files have its namespace and no team', async () => {
    const only = 'databases is not offered in namespaces of teams here, only caches, podmonitors.monitoring.coreos.com';
    const namespace = (name: string, labels: object) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    });
    const said = await validated(catalogued, {
      'offered.json': [claimOf('cache', {}, 'shop')],
      'database.json': [claimOf('database', {}, 'shop')],
      'nowhere.json': [claimOf('database', {})],
      'invalid.json': [claimOf('database', { size: 'huge' }, 'shop')],
      'infra.json': [claimOf('database', {}, 'infra')],
      'namespaces.json': [namespace('infra', {}), namespace('shop', { [`${platform.group}/team`]: 'shop' })],
      'workplace.json': [claimOf('dev-namespace', {})],
    });
    expect(Object.fromEntries(said)).toEqual({
      'offered.json': '',
      'database.json': `kind: ${only}${catalogueRemedy}`,
      'nowhere.json': `kind: ${only}${catalogueRemedy}`,
      'invalid.json': expect.stringMatching(/^spec\.size: Unsupported value.*; kind: databases is not offered/),
      'infra.json': '',
      'workplace.json': '',
    });
  });
});

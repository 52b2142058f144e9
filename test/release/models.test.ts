/** The generated models against the code that uses them, the schemas they were generated from, and what is composed. */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  checkComposed,
  editedModels,
  engineModels,
  importedModels,
  type KindReference,
  modelPath,
  modelsFolder,
  readSchemas,
  updateModels,
  usedModels,
} from 'planesmith/models';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import platform from '../../planesmith.config.ts';
import { Instance } from '../../functions/kinds/rds-instance.ts';

const root = resolve(import.meta.dirname, '../..');
const schemas = await readSchemas(join(root, modelsFolder));

describe('the generated models', () => {
  it('are exactly those of the kinds that functions compose', async () => {
    expect(schemas.kinds.map(modelPath).sort()).toEqual(await usedModels(root));
  });

  it('have a readiness file each, but for what the engine composes by itself', () => {
    const files = globSync('functions/kinds/*.ts', { cwd: root });
    const models = files.flatMap((file) => importedModels(readFileSync(join(root, file), 'utf8')));
    const kinds = schemas.kinds.map(modelPath).filter((model) => !engineModels.includes(model));
    // provider-kubernetes makes these, and says of them what their own condition Ready says.
    const wrapped = ['kafka.strimzi.io/v1/kafka-topic', 'kafka.strimzi.io/v1/kafka-user'];
    models.push(...wrapped);
    expect(models.filter((model) => !engineModels.includes(model)).toSorted()).toEqual(kinds.toSorted());
  });

  it('carry no descriptions, and the lock no folder of one machine', () => {
    const files = globSync(`${modelsFolder}/**/*.json`, { cwd: root });
    const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
    expect(texts.filter((text) => /"description":"/.test(text))).toEqual([]);
    const lock = readFileSync(join(root, modelsFolder, 'models.lock.json'), 'utf8');
    expect(lock).not.toMatch(/"source": "(\/|\.)/);
  });

  it('are as they were generated', async () => {
    expect(await editedModels(root), 'run `npx planesmith models`').toEqual([]);
  });

  it('are what their sources give today', async (context) => {
    const summary = await updateModels({ root, platform, check: true });
    if (summary.kept.length > 0) context.skip(`${summary.absent.join('; ')}; set PLANESMITH_CRDS`);
    expect(summary.changedSources, 'run `npx planesmith models` and review what changed').toEqual([]);
    expect(summary.changedFiles, 'run `npx planesmith models`').toEqual([]);
  });
});

describe('what is composed', () => {
  const files = globSync('test/golden/**/*.yaml', { cwd: root }).sort();
  it.for(files)('fits the schemas of its kinds: %s', (file) => {
    const documents = parseAllDocuments(readFileSync(join(root, file), 'utf8'));
    const objects = documents.map((document) => document.toJS() as KindReference);
    const composed = objects.filter(({ apiVersion }) => !apiVersion.startsWith(`${platform.group}/`));
    expect(composed.filter((object) => schemas.of(object) === undefined)).toEqual([]);
    expect(composed.flatMap((object) => checkComposed(schemas.of(object)!, object))).toEqual([]);
  });
});

describe('a misspelt field of a composed resource', () => {
  const resource = Instance({
    spec: {
      forProvider: {
        region: 'eu-west-1',
        engine: 'postgres',
        instanceClass: 'db.t4g.micro',
        // @ts-expect-error: it is called allocatedStorage
        allocatedStorag: 20,
      },
    },
  });

  it('compiles only where the compiler is told to let it, and is found in what is composed', () => {
    const { apiVersion, kind } = Instance;
    const object = { apiVersion, kind, metadata: { name: 'orders' }, ...resource.desired };
    expect(checkComposed(schemas.of(Instance)!, object)).toEqual([
      {
        path: 'spec.forProvider.allocatedStorag',
        message: 'unknown field "spec.forProvider.allocatedStorag", did you mean "allocatedStorage"?',
      },
    ]);
  });

  it('is found beside what the kind demands in rules: RDS wants a class of instances', () => {
    const { apiVersion, kind } = Instance;
    const spec = { forProvider: { region: 'eu-west-1', engine: 'postgres' } };
    const issues = checkComposed(schemas.of(Instance)!, { apiVersion, kind, metadata: { name: 'orders' }, spec });
    expect(issues).toEqual([
      { path: 'spec', message: 'Invalid value: spec.forProvider.instanceClass is a required parameter' },
    ]);
  });
});

/** Steps of others, with the real function-auto-ready and function-patch-and-transform before and after ours. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flavour } from 'planesmith/schema';
import { answering, callFunction, type KubernetesObject, reconcileWith } from 'planesmith/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { example } from '../cases/claims.ts';
import { handler } from '../cases/platform.ts';
import { type Situation, situationOf, type State } from '../cases/situation.ts';
import { type Copy, copyRepository } from '../repository/copy.ts';
import { freePort, type Program, start, until } from './control-plane/process.ts';
import { crossplaneRender, missingForRender } from './crossplane-render.ts';
import { type FunctionProcess, startFunction } from './function-process.ts';
import { normalised } from './normalise.ts';
import { locateTool } from './tools/tools.ts';

const names = ['function-auto-ready', 'function-patch-and-transform'] as const;
type Name = (typeof names)[number];

async function missingPrograms(): Promise<string | undefined> {
  for (const name of names) {
    const located = await locateTool(name);
    if ('missing' in located) return located.missing;
  }
  return missingForRender();
}

const missing = await missingPrograms();
const addresses = {} as Record<Name, string>;
const programs: Program[] = [];
let own: FunctionProcess;
let folder: string;
beforeAll(async () => {
  if (missing !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'planesmith-steps-'));
  own = await startFunction();
  for (const name of names) {
    const located = await locateTool(name);
    if ('missing' in located) throw new Error(located.missing);
    addresses[name] = `127.0.0.1:${await freePort()}`;
    programs.push(start(name, folder, located.path, ['--insecure', `--address=${addresses[name]}`]));
  }
  const [golden] = await situationsOf('new', 'namespaced');
  for (const name of names) await until(name, 30, () => call(name, golden).then(() => true));
});
afterAll(async () => {
  for (const program of programs) await program.stop();
  await own?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const call = (name: Name, { xr }: Situation) =>
  callFunction(addresses[name], {
    meta: { tag: '', capabilities: [] },
    observed: { composite: { resource: xr, connectionDetails: {}, ready: 0 }, resources: {} },
    desired: { composite: undefined, resources: {} },
    input: undefined,
    context: {},
    extraResources: {},
    credentials: {},
    requiredResources: {},
    requiredSchemas: {},
  });

const autoReady = (step: string) => ({ step, functionRef: { name: 'function-auto-ready' } });
/** Composes a resource that leaves its name to Crossplane. */
const bucket = (resources: readonly object[]) => ({
  step: 'bucket',
  functionRef: { name: 'function-patch-and-transform' },
  input: { apiVersion: 'pt.fn.crossplane.io/v1beta1', kind: 'Resources', resources },
});
const base = { apiVersion: 'example.org/v1', kind: 'Bucket', metadata: { namespace: 'team-a' }, spec: { size: 1 } };
const patches = [
  { type: 'FromCompositeFieldPath', fromFieldPath: 'spec.size', toFieldPath: 'spec.label' },
  { type: 'ToCompositeFieldPath', fromFieldPath: 'status.address', toFieldPath: 'status.links.bucket' },
];
const oneBucket = bucket([{ name: 'bucket', base, patches }]);

/** A Database with these steps before and after ours. */
async function situationsOf(
  state: State,
  flavour: Flavour,
  { before = [], after = [] }: { before?: readonly object[]; after?: readonly object[] } = {},
): Promise<[Situation]> {
  const moment = { claim: example('database.yaml'), target: 'local', environment: 'local', flavour, state };
  const situation = await situationOf(moment);
  const { pipeline } = situation.composition['spec'] as { pipeline: readonly object[] };
  const spec = { ...(situation.composition['spec'] as object), pipeline: [...before, ...pipeline, ...after] };
  return [{ ...situation, composition: { ...situation.composition, spec } }];
}

const rendered = (situation: Situation) =>
  reconcileWith(
    answering(handler),
    ({ functionRef }) =>
      (request) =>
        callFunction(addresses[functionRef?.name as Name], request),
    situation,
  );

const documents = (text: string) =>
  parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as KubernetesObject);

const existing: KubernetesObject = {
  ...base,
  metadata: {
    name: 'made-earlier',
    namespace: 'team-a',
    annotations: { 'crossplane.io/composition-resource-name': 'bucket' },
  },
  status: { address: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
};

describe('a pipeline with steps of others is rendered as by Crossplane', () => {
  const around = { before: [autoReady('early')], after: [oneBucket, autoReady('late')] };
  it.for([
    { reason: 'nothing is there yet', state: 'new', flavour: 'namespaced', observed: [], ready: 'False' },
    { reason: 'the same behind a claim', state: 'new', flavour: 'claims', observed: [], ready: 'False' },
    { reason: 'ours is ready, theirs is not', state: 'settled', flavour: 'namespaced', observed: [], ready: 'False' },
    { reason: 'all is ready', state: 'settled', flavour: 'namespaced', observed: [existing], ready: 'True' },
  ] as const)('$reason ($flavour)', async ({ state, flavour, observed, ready }, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const [plain] = await situationsOf(state, flavour, around);
    const situation = { ...plain, observed: [...plain.observed, ...observed] };
    const { stdout, stderr, failed } = await crossplaneRender(situation, own.address, addresses);
    expect(failed, stderr).toBe(false);
    const { xr, composed, conditions } = await rendered(situation);
    const ours = JSON.parse(JSON.stringify([xr, ...composed])) as KubernetesObject[];
    expect(normalised(ours)).toEqual(normalised(documents(stdout)));
    expect(conditions.find(({ type }) => type === 'Ready')).toMatchObject({ status: ready });
  });

  it.for([
    { reason: 'before ours', steps: { before: [bucket([])] } },
    { reason: 'after ours', steps: { after: [bucket([])] } },
  ])('a fatal result $reason ends it', async ({ steps }, { skip }) => {
    if (missing !== undefined) return skip(missing);
    const [situation] = await situationsOf('new', 'namespaced', steps);
    const { stderr, failed } = await crossplaneRender(situation, own.address, addresses);
    const { conditions, composed } = await rendered(situation);
    expect({ failed, composed }).toEqual({ failed: true, composed: [] });
    expect(stderr).toContain(conditions.find(({ type }) => type === 'Synced')?.message);
  });
});

describe('planesmith render --function', () => {
  let copy: Copy | undefined;
  afterAll(() => copy?.remove());

  it('runs the real function-auto-ready before and after ours', async ({ skip }) => {
    if (missing !== undefined) return skip(missing);
    copy = await copyRepository('steps of others');
    const page = await readFile(join(copy.folder, 'docs/compositions.md'), 'utf8');
    const [database = '', index = ''] = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, block]) => block);
    await writeFile(join(copy.folder, 'compositions/database.ts'), database);
    await writeFile(join(copy.folder, 'compositions/index.ts'), index);
    const args = ['render', 'examples/database.yaml'];
    const at = addresses['function-auto-ready'];
    const plain = await copy.run('planesmith', args);
    const both = await copy.run('planesmith', [...args, '--function', `auto-ready=${at}`, '--function', `quota=${at}`]);
    // Our function judges the readiness of all that it composes, so there is nothing left to do.
    expect(documents(both)).toEqual(documents(plain));
  });
});

/** `planesmith models` over the CRDs of operators that this platform does not know, and over a registry that asks for a password. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  checkComposed,
  documentsIn,
  type KindReference,
  kindsOf,
  modelPath,
  modelsFolder,
  readFolder,
  readSchemas,
  unsupportedRules,
  updateModels,
} from 'planesmith/models';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { startRegistry } from './registry.ts';
import { locateDebian } from './tools/debian.ts';
import { locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** Go modules of operators, with the folder of their CRDs and the folder of their examples. */
const operators: readonly { module: string; crds: string; examples?: string }[] = [
  { module: 'sigs.k8s.io/gateway-api@v1.4.0', crds: 'config/crd/experimental', examples: 'examples' },
  { module: 'github.com/cert-manager/cert-manager@v1.19.1', crds: 'deploy/crds' },
  { module: 'github.com/kedacore/keda/v2@v2.18.0', crds: 'config/crd/bases', examples: 'config/samples' },
  { module: 'github.com/tektoncd/pipeline@v1.5.0', crds: 'config/300-crds', examples: 'examples' },
  { module: 'istio.io/api@v1.27.1', crds: 'kubernetes' },
  { module: 'sigs.k8s.io/karpenter@v1.7.1', crds: 'pkg/apis/crds' },
  { module: 'sigs.k8s.io/cluster-api@v1.11.1', crds: 'config/crd/bases' },
  {
    module: 'github.com/open-telemetry/opentelemetry-operator@v0.137.0',
    crds: 'config/crd/bases',
    examples: 'config/samples',
  },
  { module: 'github.com/fluxcd/helm-controller@v1.4.0', crds: 'config/crd/bases', examples: 'config/samples' },
  { module: 'go.universe.tf/metallb@v0.15.2', crds: 'config/crd/bases', examples: 'configsamples' },
  { module: 'github.com/argoproj/argo-rollouts@v1.8.3', crds: 'manifests/crds', examples: 'examples' },
  { module: 'github.com/argoproj/argo-workflows/v3@v3.7.2', crds: 'manifests/base/crds/minimal', examples: 'examples' },
  { module: 'sigs.k8s.io/external-dns@v0.19.0', crds: 'config/crd/standard' },
  { module: 'github.com/grafana/grafana-operator/v5@v5.19.4', crds: 'config/crd/bases', examples: 'examples' },
  { module: 'github.com/kubernetes-csi/external-snapshotter/client/v8@v8.2.0', crds: 'config/crd' },
];

/** Examples that are wrong, or say something that a composed object must not say. */
const refused = [
  {
    issue: 'ScaledJob spec.jobTargetRef.template',
    reason: 'it has no value, and the API server drops such a field in silence',
  },
  { issue: 'TargetAllocator spec', reason: 'the same' },
  { issue: 'Task spec.steps[0].name', reason: 'the CRD demands a name' },
  { issue: 'GrafanaDashboard spec.jsonnetLib.gzipJsonnetProject', reason: 'it is a template of Helm' },
  { issue: 'Grafana spec.config.unified_alerting.enabled', reason: 'the CRD demands a text' },
];

/** The CRD of a kind without a schema. */
const widgets = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.toy.example.org }
spec:
  group: toy.example.org
  names: { kind: Widget, plural: widgets }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

let folder: string;
/** Where the modules are, by name and version; the reason if they are not to be had. */
let modules: ReadonlyMap<string, string> | string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planesmith-models-'));
  modules = await downloaded();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function downloaded(): Promise<typeof modules> {
  try {
    const args = ['mod', 'download', '-json', ...operators.map(({ module }) => module)];
    const { stdout } = await run('go', args, { cwd: tmpdir(), timeout: 200_000 });
    const entries = JSON.parse(`[${stdout.replaceAll('}\n{', '},{')}]`) as Record<string, string>[];
    return new Map(entries.map(({ Path, Version, Dir }) => [`${Path}@${Version}`, Dir ?? '']));
  } catch (error) {
    const { stdout = '', message } = error as Error & { stdout?: string };
    return `the Go modules of the operators are not to be had: ${/"Error": "(.*)"/.exec(stdout)?.[1] ?? message}`;
  }
}

/** The documents in the YAML files of a module's folder, except for templates. */
async function documentsUnder(module: string, path: string): Promise<readonly unknown[]> {
  const texts = await readFolder(join((modules as ReadonlyMap<string, string>).get(module) ?? '', path));
  return texts.flatMap((text) => {
    try {
      return documentsIn(text, () => true).map(({ content }) => content);
    } catch {
      return [];
    }
  });
}

const functionThatImports = (kinds: readonly KindReference[]) =>
  kinds.map((kind, index) => `export * as m${index} from './models/${modelPath(kind)}.ts';\n`).join('');

describe('planesmith models', () => {
  it('generates every kind of fifteen operators from their Go modules, and each compiles', async ({ skip, expect }) => {
    if (typeof modules === 'string') return skip(modules);
    const contents = await Promise.all(operators.map(({ module, crds }) => documentsUnder(module, crds)));
    const kinds = contents.flat().flatMap((content) => kindsOf({ source: '', sha256: '', content }));
    expect(kinds.length).toBeGreaterThan(150);
    expect(
      kinds.flatMap(({ kind, schema }) => unsupportedRules(schema()).map((issue) => ({ kind, ...issue }))),
    ).toEqual([]);
    await mkdir(join(folder, 'functions'));
    await writeFile(join(folder, 'functions/all.ts'), functionThatImports(kinds));
    const sources = operators.map(({ module, crds }) => `go:${module}/${crds}`);
    const summary = await updateModels({ root: folder, platform: { models: { sources } } });
    expect(summary).toMatchObject({ kept: [], absent: [] });
    expect(summary.kinds.length).toBe(kinds.length + 1);
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const config = { extends: join(root, 'tsconfig.json'), include: ['functions'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const compiled = await run(process.execPath, [compiler, '-p', folder]).catch((error: { stdout: string }) => error);
    expect(compiled.stdout.split('\n').slice(0, 9)).toEqual(['']);
  });

  it('gives them schemas that accept their own examples', async ({ skip, expect }) => {
    if (typeof modules === 'string') return skip(modules);
    const schemas = await readSchemas(join(folder, modelsFolder));
    const issues: string[] = [];
    let accepted = 0;
    for (const { module, examples } of operators.filter(({ examples }) => examples !== undefined)) {
      for (const object of (await documentsUnder(module, examples ?? '')) as (KindReference | null)[]) {
        const schema = object?.apiVersion && object.kind ? schemas.of(object) : undefined;
        if (object === null || schema === undefined) continue;
        const found = checkComposed(schema, object).map(({ path, message }) => ({
          issue: `${object.kind} ${path}`,
          message,
        }));
        const unknown = found.filter(({ issue }) => !refused.some((known) => known.issue === issue));
        issues.push(...unknown.map(({ issue, message }) => `${module}: ${issue}: ${message.slice(0, 200)}`));
        if (found.length === 0) accepted += 1;
      }
    }
    expect(issues).toEqual([]);
    expect(accepted).toBeGreaterThan(700);
  });
});

describe('a registry that asks for a password', () => {
  it('is read with the login that crane keeps as docker does, and names the remedy without it', async ({
    skip,
    expect,
    onTestFinished,
  }) => {
    const [registry, crane] = [await locateDebian('docker-registry'), await locateTool('crane')];
    if ('missing' in registry || 'missing' in crane)
      return skip([registry, crane].map((tool) => ('missing' in tool ? tool.missing : '')).join(' '));
    const place = join(folder, 'platform');
    await mkdir(join(place, 'functions'), { recursive: true });
    await writeFile(join(place, 'package.yaml'), widgets);
    await run('tar', ['-cf', 'layer.tar', 'package.yaml'], { cwd: place });
    vi.stubEnv('DOCKER_CONFIG', join(place, 'docker'));
    onTestFinished(() => void vi.unstubAllEnvs());

    const open = await startRegistry(registry.path, place);
    await run(crane.path, ['append', '-f', join(place, 'layer.tar'), '-t', `${open.host}/toys/widgets:v1`]);
    await open.program.stop();
    // A published example of bcrypt: the password is U*U.
    await writeFile(join(place, 'htpasswd'), 'ann:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n');
    const closed = await startRegistry(registry.path, place, join(place, 'htpasswd'));
    onTestFinished(() => closed.program.stop());

    const widget = { apiVersion: 'toy.example.org/v1', kind: 'Widget' };
    await writeFile(join(place, 'functions/widget.ts'), functionThatImports([widget]));
    const source = `${closed.host}/toys/widgets:v1`;
    const update = () => updateModels({ root: place, platform: { models: { sources: [source] } } });
    await expect(update()).rejects.toMatchObject({
      message: `no source at hand declares widget of toy.example.org/v1: cannot read ${source}: the registry asks for a password`,
      hint: `log in with docker login ${closed.host}`,
    });
    await run(crane.path, ['auth', 'login', closed.host, '-u', 'ann', '-p', 'U*U']);
    expect((await update()).added).toContainEqual(widget);
  });
});

/** Runs `crossplane composition render`, which renders a situation with Crossplane's own reconciler. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { composedKinds } from 'planesmith/release';
import { stringify } from 'yaml';
import type { Situation } from '../cases/situation.ts';
import { platform } from '../cases/platform.ts';
import { locateTool } from './tools/tools.ts';

const run = promisify(execFile);

/** An OpenAPI document for each version of a group: the function asks whether a kind is there, and not what is in it. */
async function schemaDocuments(): Promise<readonly object[]> {
  const functions = await platform.loadFunctions();
  const targets = new Set(platform.packages.flatMap((pkg) => pkg.targets));
  const kinds = [...targets].flatMap((target) => composedKinds(functions, target));
  const byVersion = Map.groupBy(kinds, ({ apiVersion }) => apiVersion.replace(/^(?=\/)/, platform.group));
  return [...byVersion].map(([apiVersion, served]) => {
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    const schemas = served.map(({ kind }) => {
      return [kind, { type: 'object', 'x-kubernetes-group-version-kind': [{ group, version, kind }] }];
    });
    return { openapi: '3.0.0', components: { schemas: Object.fromEntries(schemas) } };
  });
}

/** The output of the command. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** True if the command failed because nothing can be applied. */
  readonly failed: boolean;
}

/** The reason why this machine cannot run Crossplane's render, or undefined if it can. */
export async function missingForRender(): Promise<string | undefined> {
  for (const tool of ['crossplane', 'crossplane-core'] as const) {
    const located = await locateTool(tool);
    if ('missing' in located) return located.missing;
  }
  return undefined;
}

/** Crossplane's render of a situation, with a function that listens without TLS at `address`, and others by the name of the Function. */
export async function crossplaneRender(
  situation: Situation,
  address: string,
  others: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { xr, xrd, composition, observed, required } = situation;
  const folder = await mkdtemp(join(tmpdir(), 'planesmith-render-'));
  const write = async (name: string, objects: readonly object[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, objects.map((object) => `---\n${stringify(object, { version: '1.1' })}`).join(''));
    return path;
  };
  try {
    const schemas = join(folder, 'schemas');
    await mkdir(schemas);
    const documents = await schemaDocuments();
    await Promise.all(
      documents.map((document, index) => writeFile(join(schemas, `${index}.json`), JSON.stringify(document))),
    );
    const args = [
      'composition',
      'render',
      await write('xr.yaml', [xr]),
      await write('composition.yaml', [composition]),
      await write(
        'functions.yaml',
        Object.entries({ [platform.functionName]: address, ...others }).map(([name, at]) => functionAt(name, at)),
      ),
      `--xrd=${await write('xrd.yaml', [xrd])}`,
      `--crossplane-binary=${await pathOf('crossplane-core')}`,
      `--required-schemas=${schemas}`,
      ...(observed.length > 0 ? [`--observed-resources=${await write('observed.yaml', observed)}`] : []),
      ...(required.length > 0 ? [`--required-resources=${await write('required.yaml', required)}`] : []),
    ];
    const env = { PATH: process.env['PATH'], HOME: folder };
    return await run(await pathOf('crossplane'), args, { env, maxBuffer: 64 << 20 }).then(
      ({ stdout, stderr }) => ({ stdout, stderr, failed: false }),
      ({ stdout = '', stderr = '' }: { stdout?: string; stderr?: string }) => ({ stdout, stderr, failed: true }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function functionAt(name: string, address: string): object {
  return {
    apiVersion: 'pkg.crossplane.io/v1',
    kind: 'Function',
    metadata: {
      name,
      annotations: {
        'render.crossplane.io/runtime': 'Development',
        'render.crossplane.io/runtime-development-target': address,
      },
    },
    // It is not fetched.
    spec: { package: `registry.example.org/acme/${name}:v1.0.0` },
  };
}

async function pathOf(tool: 'crossplane' | 'crossplane-core'): Promise<string> {
  const located = await locateTool(tool);
  if ('missing' in located) throw new Error(located.missing);
  return located.path;
}

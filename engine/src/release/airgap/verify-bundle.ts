/** Verifies a bundle without a network: every byte, and that nothing is missing of what its release and its lock name. */
import { UserError } from '../../errors.ts';
import { subjectOf } from '../../registry/index.ts';
import type { Digest } from '../../xpkg/digest.ts';
import { blobPath } from '../../xpkg/layout.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import { checksumsFile } from '../checksums.ts';
import { checkChecksums } from '../verify/checksums.ts';
import type { Findings } from '../verify/findings.ts';
import { releaseYaml } from '../verify/release-yaml.ts';
import { bundleFile } from './bundle-file.ts';
import { type Entry, entriesOf, placeOf } from './entries.ts';
import { imageConfigs, imageConfigsFile } from './inner.ts';
import { type FoundBundle, readBundle } from './read-bundle.ts';

/** Files that a bundle has besides blobs. */
const ownFiles: ReadonlySet<string> = new Set([
  'oci-layout',
  'index.json',
  bundleFile,
  releaseYaml,
  imageConfigsFile,
  checksumsFile,
]);

/** Adds every mismatch, and returns what could be read. Blobs are read one after the other, and none is held in memory. */
export async function checkBundle(findings: Findings, given: Files): Promise<FoundBundle | undefined> {
  const files = hashedOnce(given);
  const found = await readBundle(findings, files);
  await checkDigests(findings, files);
  if (found !== undefined) {
    checkEntries(findings, found);
    await checkBlobs(findings, files, found);
    await checkImageConfigs(findings, files, found);
  }
  await checkChecksums(findings, files);
  for (const path of files.others) findings.expect(false, path, 'is a link or a special file');
  return found;
}

/** The same files, whose digests are counted once. */
function hashedOnce(files: Files): Files {
  const known = new Map<string, Promise<Digest>>();
  const digest = (path: string): Promise<Digest> => {
    const found = known.get(path) ?? files.digest(path);
    known.set(path, found);
    return found;
  };
  return { ...files, digest };
}

async function checkDigests(findings: Findings, files: Files): Promise<void> {
  for (const path of files.paths) {
    const [, hex] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path) ?? [];
    if (hex === undefined) {
      findings.expect(ownFiles.has(path), path, 'belongs to nothing');
      continue;
    }
    const digest = await findings.attempt(path, 'cannot be read', () => files.digest(path));
    if (digest === undefined) continue;
    findings.expect(digest === `sha256:${hex}`, path, `holds bytes with digest ${digest}, not sha256:${hex}`);
  }
}

/** The index has everything that the release and the lock name, and nothing else but what is attached to that. */
function checkEntries(findings: Findings, { release, entries }: FoundBundle): void {
  const file = 'index.json';
  let wanted: readonly Entry[];
  try {
    wanted = entriesOf(release);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    findings.expect(false, releaseYaml, error.message);
    return;
  }
  const listed = new Map(entries.map((entry) => [placeOf(entry), entry]));
  findings.expect(listed.size === entries.length, file, 'lists one reference twice');
  for (const entry of wanted) {
    const found = listed.get(placeOf(entry));
    if (!findings.expect(found !== undefined, file, `lacks ${entry.kind} ${placeOf(entry)}`) || !found) continue;
    findings.agree(file, placeOf(entry), found.digest, entry.digest, releaseYaml);
    findings.agree(file, placeOf(entry), found.kind, entry.kind, 'the list in which it is');
  }
  const places = new Set(wanted.map(placeOf));
  const subjects = new Set(
    wanted.map(({ reference, digest }) => `${reference.host}/${reference.repository} ${digest}`),
  );
  for (const entry of entries.filter((each) => !places.has(placeOf(each)))) {
    const { host, repository, version } = entry.reference;
    const isAttached = entry.kind === 'attached' && subjects.has(`${host}/${repository} ${subjectOf(version)}`);
    findings.expect(isAttached, file, `lists ${placeOf(entry)}, which neither the release nor the lock names`);
  }
}

/** Every part of every entry is there, or left to an earlier bundle. */
async function checkBlobs(findings: Findings, files: Files, { bundle, entries }: FoundBundle): Promise<void> {
  const reached = new Set<string>();
  for (const entry of entries) {
    const documents = entry.tree.documents.map(({ digest, bytes }) => ({ digest, size: bytes.length }));
    for (const { digest, size } of [...documents, ...entry.tree.blobs]) {
      if (reached.has(digest)) continue;
      reached.add(digest);
      const path = blobPath(digest);
      const actual = await files.size(path);
      const isLeft = bundle.leftOut[digest] !== undefined;
      findings.expect(actual !== undefined || isLeft, path, `is missing, but ${placeOf(entry)} consists of it`);
      findings.expect(actual === undefined || !isLeft, path, `is there, but ${bundleFile} says that it is left out`);
      if (actual !== undefined) findings.agree(bundleFile, digest, size, actual, path);
      findings.agree(bundleFile, digest, bundle.blobs[digest]?.size, size, placeOf(entry));
    }
  }
  // Entries that cannot be read reach nothing.
  if (findings.list.some(({ file }) => file.startsWith('blobs/') || file === 'index.json')) return;
  for (const path of files.paths.filter((each) => each.startsWith('blobs/'))) {
    findings.expect(reached.has(`sha256:${path.slice('blobs/sha256/'.length)}`), path, 'belongs to nothing');
  }
  for (const digest of [...Object.keys(bundle.blobs), ...Object.keys(bundle.leftOut)]) {
    findings.expect(reached.has(digest), bundleFile, 'is a part of nothing', digest);
  }
}

async function checkImageConfigs(findings: Findings, files: Files, found: FoundBundle): Promise<void> {
  const { to } = found.bundle;
  const bytes = await findings.attempt(imageConfigsFile, 'cannot be read', () => files.read(imageConfigsFile));
  const text = bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
  const expected = to === undefined ? undefined : imageConfigs(found.release, found.entries, to);
  findings.expect(text === expected, imageConfigsFile, `is not what ${bundleFile} and the index give`);
}

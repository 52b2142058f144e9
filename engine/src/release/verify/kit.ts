/** Checks a kit: the digests in its kit.json, and that it belongs to its release. */
import { gunzip } from '../../xpkg/gzip.ts';
import { unpackTar } from '../../xpkg/tar.ts';
import type { Files } from '../../xpkg/verify/files.ts';
import { valueFiles } from '../../xpkg/verify/files.ts';
import { objectOf, shown } from '../../xpkg/verify/json.ts';
import type { Findings } from './findings.ts';
import { type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** The most bytes of an unpacked kit; that of a large platform has a tenth of it. */
const mostUnpacked = 64 << 20;

interface KitJson {
  readonly platform?: string;
  readonly version?: string;
  readonly group?: string;
  readonly engine?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** The name by which a finding refers to a file of the kit. */
type Place = (path: string) => readonly [file: string, path?: string];

/** The files of a kit in a tarball; undefined, with a finding, if it cannot be unpacked. */
export async function unpackedKit(findings: Findings, tarball: string, bytes: Uint8Array): Promise<Files | undefined> {
  const archive = await findings.attempt(tarball, 'cannot be decompressed', () => gunzip(bytes, mostUnpacked));
  if (archive === undefined) return undefined;
  const entries = await findings.attempt(tarball, 'is not a tar archive', () => unpackTar(archive));
  if (entries === undefined) return undefined;
  const files = entries.flatMap((entry) => {
    const isInside = entry.type === 'file' && entry.path.startsWith('package/');
    findings.expect(isInside, tarball, 'is no file in the folder package', entry.path);
    return entry.type === 'file' && isInside
      ? [{ path: entry.path.slice('package/'.length), content: entry.content }]
      : [];
  });
  return valueFiles(files);
}

/** Adds every mismatch in the kit; `release` is undefined for a kit alone. */
export async function checkKit(
  findings: Findings,
  files: Files,
  place: Place,
  release: ReleaseYaml | undefined,
): Promise<void> {
  const kit = await kitJson(findings, files, place);
  if (kit === undefined) return;
  const report = (isFine: boolean, path: string, message: string): boolean => {
    const [file, inner] = place(path);
    return findings.expect(isFine, file, message, inner);
  };
  const listed = new Map(Object.entries(objectOf(kit.files) ?? {}));
  const present = new Set(files.paths);
  report(listed.size > 0, 'kit.json', 'lists no files');
  for (const [path, stated] of listed) {
    if (!report(present.has(path), path, 'is missing, but kit.json lists it')) continue;
    const actual = await files.digest(path);
    report(actual === stated, path, `has the digest ${actual}, but kit.json says ${shown(stated)}`);
  }
  for (const path of files.paths)
    report(path === 'kit.json' || listed.has(path), path, 'is no part of the kit: kit.json does not list it');
  for (const path of files.others) report(false, path, 'is a link or a special file');
  const manifest = await packageJson(files);
  report(
    manifest?.version === kit.version,
    'package.json',
    `has another version than kit.json (${shown(kit.version)})`,
  );
  if (release === undefined) return;
  for (const field of ['platform', 'version', 'group'] as const) {
    const message = `says the ${field} ${shown(kit[field])}, but ${releaseYaml} says ${release[field]}`;
    report(kit[field] === release[field], 'kit.json', message);
  }
}

/** The schemas and pages that a release also has beside its kit are the same in both. */
export async function checkCopies(findings: Findings, files: Files, kit: Files, place: Place): Promise<void> {
  const [inRelease, inKit] = [new Set(files.paths), new Set(kit.paths)];
  for (const path of new Set([...inRelease, ...inKit])) {
    if (!/^(schemas|docs)\//.test(path)) continue;
    const [file, inner] = place(path);
    const isInBoth = inRelease.has(path) && inKit.has(path);
    const isSame = isInBoth && (await files.digest(path)) === (await kit.digest(path));
    findings.expect(isSame, file, `is not the ${path} of the release`, inner);
  }
}

async function kitJson(findings: Findings, files: Files, place: Place): Promise<KitJson | undefined> {
  const [file, inner] = place('kit.json');
  const bytes = await files.read('kit.json');
  if (!findings.expect(bytes !== undefined, file, 'is missing: it lists the files of the kit', inner)) return undefined;
  try {
    const value = objectOf(JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as KitJson);
    findings.expect(value !== undefined, file, 'is no JSON object', inner);
    return value;
  } catch (error) {
    findings.expect(false, file, `is not JSON: ${(error as Error).message}`, inner);
    return undefined;
  }
}

/** Undefined if it is none; its digest in kit.json is checked besides. */
async function packageJson(files: Files): Promise<{ readonly version?: unknown } | undefined> {
  try {
    return objectOf(JSON.parse(Buffer.from((await files.read('package.json')) ?? []).toString('utf8')) as object);
  } catch {
    return undefined;
  }
}

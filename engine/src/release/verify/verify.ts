/** Verifies a release, a package or a kit: derives again from the bytes what the files say about each other. */
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { isRefusal } from '../../files.ts';
import { predicateTypes } from '../../signing/attestation.ts';
import type { PublicKey } from '../../signing/key.ts';
import { isGzip } from '../../xpkg/gzip.ts';
import { inspectArchive } from '../../xpkg/verify/archive.ts';
import { folderFiles, most } from '../../xpkg/verify/files.ts';
import { inspectLayout } from '../../xpkg/verify/layout.ts';
import { bundleFile } from '../airgap/bundle-file.ts';
import { checkBundle } from '../airgap/verify-bundle.ts';
import { checksumsFile } from '../checksums.ts';
import { type Finding, Findings } from './findings.ts';
import { checkKit, unpackedKit } from './kit.ts';
import { checkRelease } from './release.ts';
import { releaseYaml } from './release-yaml.ts';

/** The result of a verification. */
export interface Verified {
  /** What was recognised. */
  readonly what: 'release' | 'layout' | 'archive' | 'kit' | 'bundle';
  /** The number of files that were read. */
  readonly files: number;
  readonly findings: readonly Finding[];
  /** The types of the statements that the key has signed; absent without a key. */
  readonly attested?: readonly string[];
}

/**
 * Every mismatch in the folder dist/, a bundle, an OCI layout, an xpkg or a kit at `source`; with a key, also every package of dist/ that it has not
 * signed. Throws a `UserError` if there is nothing of these, or if a key is given for a part that has no signatures.
 */
export async function verify(source: string, key?: PublicKey): Promise<Verified> {
  try {
    const stats = statSync(source);
    if (stats.isDirectory()) return await verifyFolder(source, key);
    // A FIFO or a device may never end.
    if (!stats.isFile()) throw unusable(source, 'is a FIFO, a socket or a device');
    if (key !== undefined) throw unsignable(source);
    if (stats.size > most.stored) throw unusable(source, `has ${stats.size} bytes, more than any package or kit`);
    return await verifyFile(source);
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    const reason = cause.code === 'ENOENT' ? `there is no ${source}` : `cannot read ${source}: ${cause.message}`;
    throw new UserError(reason, { hint, cause });
  }
}

async function verifyFolder(folder: string, key: PublicKey | undefined): Promise<Verified> {
  const has = (name: string): boolean => lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
  const findings = new Findings();
  const result = (what: Verified['what'], files: number): Verified => ({ what, files, findings: findings.list });
  if (has(bundleFile)) {
    if (key !== undefined) {
      throw new UserError(`the signatures in the bundle ${folder} are checked in a registry`, {
        hint: 'verify dist/ with --key before you bundle it, or the references in the inner registry after `planesmith push`',
      });
    }
    const files = await folderFiles(folder);
    await checkBundle(findings, files);
    return result('bundle', files.paths.length);
  }
  if (has(releaseYaml) || has(checksumsFile)) {
    const files = await folderFiles(folder);
    await checkRelease(findings, files, key);
    const attested = key === undefined ? {} : { attested: Object.values(predicateTypes) };
    return { ...result('release', files.paths.length), ...attested };
  }
  if (key !== undefined) throw unsignable(folder);
  if (has('oci-layout') || has('index.json')) {
    const files = await folderFiles(folder);
    for (const { path, message } of (await inspectLayout(files)).issues) findings.expect(false, path, message);
    return result('layout', files.paths.length);
  }
  if (has('kit.json')) {
    const files = await folderFiles(folder);
    await checkKit(findings, files, (path) => [path], undefined);
    return result('kit', files.paths.length);
  }
  const [only = '', ...others] = readdirSync(folder);
  // `planesmith pull` writes such a folder.
  if (only.endsWith('.tgz') && others.length === 0) return verify(join(folder, only));
  throw unusable(folder, 'holds no release, layout or kit');
}

async function verifyFile(path: string): Promise<Verified> {
  const file = basename(path);
  const findings = new Findings();
  const head = headOf(path);
  if (/\.t(ar\.)?gz$/.test(file) || isGzip(head)) {
    const kit = await unpackedKit(findings, file, readFileSync(path));
    if (kit !== undefined) await checkKit(findings, kit, (inner) => [file, inner], undefined);
    return { what: 'kit', files: 1, findings: findings.list };
  }
  if (!file.endsWith('.xpkg') && !isTar(head)) throw unusable(path, 'is neither a package nor a kit');
  findings.addIn(file, (await inspectArchive(readFileSync(path))).issues);
  return { what: 'archive', files: 1, findings: findings.list };
}

function headOf(path: string): Uint8Array {
  const head = new Uint8Array(512);
  const file = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/** The magic of POSIX archives. */
function isTar(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar';
}

function unsignable(path: string): UserError {
  return new UserError(`${path} has no signatures: they are beside a whole release, or in a registry`, {
    hint: 'name the folder dist/ or a reference, or leave out --key',
  });
}

const hint = '`planesmith build` writes dist/; name it, a folder below dist/oci/, a file of dist/packages/, or a kit';

function unusable(path: string, reason: string): UserError {
  return new UserError(`${path} ${reason}`, { hint });
}

/** Verifies a whole release, the folder dist/: nothing that one file says about another is believed. */
import type { PublicKey } from '../../signing/key.ts';
import { kitArtifact } from '../../xpkg/file-artifact.ts';
import { filesBelow, type Files } from '../../xpkg/verify/files.ts';
import { checkAttestations } from './attestations.ts';
import { checkChecksums } from './checksums.ts';
import { checkConfiguration } from './configuration.ts';
import type { Findings } from './findings.ts';
import { checkLock } from './lock.ts';
import { checkInstall } from './install.ts';
import { checkCopies, checkKit, unpackedKit } from './kit.ts';
import { archivePath, checkPackage, type PackageObjects } from './package.ts';
import { readRelease, type ReleaseYaml, releaseYaml } from './release-yaml.ts';
import { checkSchemas } from './schemas.ts';
import { checkSignatures } from './signatures.ts';

/** Adds every mismatch of the release; with a key, also what it has not signed. Packages are read one after the other, so that memory does not grow with their number. */
export async function checkRelease(
  findings: Findings,
  files: Files,
  key?: PublicKey,
): Promise<ReleaseYaml | undefined> {
  const release = await readRelease(findings, files);
  if (release !== undefined) {
    await checkParts(findings, files, release);
    await checkSignatures(findings, files, release, key);
  }
  await checkChecksums(findings, files);
  for (const path of files.others) findings.expect(false, path, 'is a link or a special file');
  return release;
}

async function checkParts(findings: Findings, files: Files, release: ReleaseYaml): Promise<void> {
  const packages: PackageObjects[] = [];
  for (const entry of release.packages) packages.push(await checkPackage(findings, files, release, entry));
  for (const found of packages) checkConfiguration(findings, release, found);
  checkStrays(findings, files, release);
  checkLock(findings, release);
  await checkSchemas(findings, files, packages);
  await checkInstall(findings, files, release);
  await checkAttestations(findings, files, release, packages);
  await checkReleasedKit(findings, files, release);
}

/** Every package, layout and folder of manifests is of a package in release.yaml. */
function checkStrays(findings: Findings, files: Files, { packages, version }: ReleaseYaml): void {
  const names = new Set(packages.map(({ name }) => name));
  findings.expect(names.size === packages.length, releaseYaml, 'lists two packages of one name', 'packages');
  const archives = new Set(
    packages.flatMap((entry) => entry.platforms.map((platform) => archivePath(entry, version, platform))),
  );
  for (const path of files.paths) {
    const [folder = '', name = ''] = path.split('/');
    if (folder === 'packages') findings.expect(archives.has(path), path, `is of no package in ${releaseYaml}`);
    if (folder === 'oci' || folder === 'manifests')
      findings.expect(names.has(name), `${folder}/${name}`, `is of no package in ${releaseYaml}`);
  }
}

async function checkReleasedKit(findings: Findings, files: Files, release: ReleaseYaml): Promise<void> {
  const tarball = `kit/${release.platform}-${release.version}.tgz`;
  for (const path of filesBelow(files, 'kit').paths)
    findings.expect(`kit/${path}` === tarball, `kit/${path}`, `is not the kit of the release, ${tarball}`);
  const bytes = await findings.attempt(tarball, 'cannot be read', () => files.read(tarball));
  const stated = release.kit;
  findings.expect(stated !== undefined || bytes === undefined, releaseYaml, `does not name ${tarball}`, 'kit');
  findings.expect(stated === undefined || bytes !== undefined, tarball, `is missing, but ${releaseYaml} names a kit`);
  if (bytes === undefined) return;
  if (stated !== undefined) {
    // The digest is that of the manifest with which a registry stores the tarball.
    const { manifest } = kitArtifact(tarball.slice('kit/'.length), release.version, bytes);
    findings.agree(releaseYaml, 'kit.file', stated.file, tarball, 'the version of the release');
    findings.agree(releaseYaml, 'kit.tag', stated.tag, `v${release.version}`, 'the version of the release');
    findings.agree(releaseYaml, 'kit.digest', stated.digest, manifest.digest, tarball);
  }
  const kit = await unpackedKit(findings, tarball, bytes);
  if (kit === undefined) return;
  const place = (path: string) => [tarball, path] as const;
  await checkKit(findings, kit, place, release);
  await checkCopies(findings, files, kit, place);
}

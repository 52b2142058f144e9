/** Checks the SBOM and the provenance of a package: what they name must be what the package holds. */
import { hexOf, type Digest } from '../../xpkg/digest.ts';
import { filesBelow, type Files } from '../../xpkg/verify/files.ts';
import { fieldOf, itemsOf, objectOf, shown } from '../../xpkg/verify/json.ts';
import { provenancePath } from '../provenance.ts';
import { platformProperty } from '../sbom/cyclonedx.ts';
import { sbomPath, withSerialNumber } from '../sbom/sbom.ts';
import type { Findings } from './findings.ts';
import { archivePath, type PackageObjects } from './package.ts';
import { type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** Adds every mismatch of SBOMs and provenance, and those of no package. */
export async function checkAttestations(
  findings: Findings,
  files: Files,
  release: ReleaseYaml,
  packages: readonly PackageObjects[],
): Promise<void> {
  for (const found of packages) {
    await checkSbom(findings, files, found);
    await checkProvenance(findings, files, release, found);
  }
  const own = new Set(packages.flatMap(({ entry: { name } }) => [sbomPath(name), provenancePath(name)]));
  for (const path of files.paths)
    if (/^(sbom|provenance)\//.test(path)) findings.expect(own.has(path), path, `is of no package in ${releaseYaml}`);
}

async function checkSbom(findings: Findings, files: Files, { entry, images }: PackageObjects): Promise<void> {
  const path = sbomPath(entry.name);
  const document = await documentIn(findings, files, path);
  if (document === undefined) return;
  const { $schema: _, bomFormat: __, specVersion: ___, serialNumber, ...content } = document.value;
  const derived = withSerialNumber(content);
  findings.expect(
    document.text === derived,
    path,
    `has the serial number or the form of another content`,
    shown(serialNumber),
  );
  const root = fieldOf(content, 'metadata', 'component');
  findings.agree(path, 'metadata.component.version', fieldOf(root, 'version'), entry.tag.slice(1), releaseYaml);
  findings.agree(path, 'metadata.component.hashes', sha256In(root), hexOf(entry.digest as Digest), releaseYaml);
  const components = itemsOf(fieldOf(content, 'components')).filter((item) => fieldOf(item, 'type') === 'file');
  const named = new Set(components.map((item) => shown(fieldOf(item, 'name'))));
  for (const file of filesBelow(files, `manifests/${entry.name}`).paths) {
    const name = `manifests/${entry.name}/${file}`;
    findings.expect(named.has(name), path, `does not list ${name}`, 'components');
  }
  for (const item of components) {
    const name = shown(fieldOf(item, 'name'));
    const stated = sha256In(item);
    const actual = await digestsOf(files, images, name, platformOf(item));
    const isRight = actual.length > 0 && actual.every((digest) => hexOf(digest) === stated);
    const holds = actual.length === 0 ? 'has no such file' : `has ${actual.map(hexOf).join(', ')}`;
    findings.expect(isRight, path, `says ${shown(stated)}, but the package ${holds}`, name);
  }
}

/** The digests of a file: of one in dist/, or of one in the images for the platform, which begins with a slash. */
async function digestsOf(
  files: Files,
  images: PackageObjects['images'],
  name: string,
  platform: string | undefined,
): Promise<Digest[]> {
  if (!name.startsWith('/')) return files.paths.includes(name) ? [await files.digest(name)] : [];
  return images
    .filter((image) => platform === undefined || image.platform === platform)
    .flatMap(({ digests }) => digests.get(name.slice(1)) ?? []);
}

function platformOf(component: unknown): string | undefined {
  const property = itemsOf(fieldOf(component, 'properties')).find((item) => fieldOf(item, 'name') === platformProperty);
  return property === undefined ? undefined : shown(fieldOf(property, 'value'));
}

function sha256In(component: unknown): unknown {
  const hashes = itemsOf(fieldOf(component, 'hashes'));
  return fieldOf(
    hashes.find((hash) => fieldOf(hash, 'alg') === 'SHA-256'),
    'content',
  );
}

async function checkProvenance(
  findings: Findings,
  files: Files,
  { version }: ReleaseYaml,
  { entry }: PackageObjects,
): Promise<void> {
  const path = provenancePath(entry.name);
  const document = await documentIn(findings, files, path);
  if (document === undefined) return;
  const expected = [{ name: entry.repository, digest: { sha256: hexOf(entry.digest as Digest) } }];
  for (const platform of entry.platforms) {
    const archive = archivePath(entry, version, platform);
    if (!files.paths.includes(archive)) continue;
    expected.push({ name: archive, digest: { sha256: hexOf(await files.digest(archive)) } });
  }
  findings.agree(path, 'subject', fieldOf(document.value, 'subject'), expected, 'the package');
  const parameter = (name: string): unknown =>
    fieldOf(document.value, 'predicate', 'buildDefinition', 'externalParameters', name);
  for (const [name, stated] of Object.entries({ package: entry.name, version, platforms: entry.platforms }))
    findings.agree(path, `externalParameters.${name}`, parameter(name), stated, releaseYaml);
}

async function documentIn(
  findings: Findings,
  files: Files,
  path: string,
): Promise<{ readonly text: string; readonly value: Readonly<Record<string, unknown>> } | undefined> {
  const bytes = await findings.attempt(path, 'cannot be read', () => files.read(path));
  if (!findings.expect(bytes !== undefined, path, `is missing, but ${releaseYaml} lists its package`)) return undefined;
  const text = Buffer.from(bytes ?? []).toString('utf8');
  const parsed = await findings.attempt(
    path,
    'is not JSON',
    () => JSON.parse(text) as Readonly<Record<string, unknown>>,
  );
  const value = objectOf(parsed);
  if (parsed !== undefined) findings.expect(value !== undefined, path, 'is no JSON object');
  return value === undefined ? undefined : { text, value };
}

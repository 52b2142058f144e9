/** Checks a package of a release: what release.yaml says, layout, archives and manifests must be one and the same. */
import { readYaml } from '../../yaml/index.ts';
import { baseLabel } from '../../xpkg/function.ts';
import { objectFile, type PackageObject } from '../../xpkg/objects.ts';
import { inspectArchive } from '../../xpkg/verify/archive.ts';
import { filesBelow, type Files } from '../../xpkg/verify/files.ts';
import type { FoundImage } from '../../xpkg/verify/image.ts';
import type { KnownLayers } from '../../xpkg/verify/layers.ts';
import { inspectLayout, type FoundPackage } from '../../xpkg/verify/layout.ts';
import { isPackageObject, isMeta } from '../../xpkg/verify/stream.ts';
import type { Findings } from './findings.ts';
import { type ReleasedPackage, type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** The objects of a package, as its bytes have them. */
export interface PackageObjects {
  readonly entry: ReleasedPackage;
  readonly images: readonly FoundImage[];
  /** The meta object; undefined, with a finding, if there is none. */
  readonly meta: PackageObject | undefined;
  /** All others, with the text and the file name that each has in manifests/. */
  readonly objects: readonly { readonly object: PackageObject; readonly file: string }[];
}

/** The path of the archive that the package has in dist/ for a platform such as `linux/amd64`. */
export function archivePath({ name, kind }: ReleasedPackage, version: string, platform: string): string {
  const architecture = platform.slice(platform.indexOf('/') + 1);
  return `packages/${name}-${version}${kind === 'Function' ? `-${architecture}` : ''}.xpkg`;
}

/** Adds every mismatch of the package, and returns its objects. */
export async function checkPackage(
  findings: Findings,
  files: Files,
  { version }: ReleaseYaml,
  entry: ReleasedPackage,
): Promise<PackageObjects> {
  const known: KnownLayers = new Map();
  const folder = `oci/${entry.name}`;
  const layout = filesBelow(files, folder);
  const isThere = findings.expect(layout.paths.length > 0, folder, `is missing, but ${releaseYaml} lists the package`);
  const { issues, found } = isThere ? await inspectLayout(layout, known) : { issues: [], found: undefined };
  findings.addBelow(folder, issues);
  if (found !== undefined) {
    checkEntry(findings, version, entry, found);
    for (const image of found.images)
      await checkArchive(findings, files, archivePath(entry, version, image.platform), image, known);
  }
  const texts = documentsIn(found?.images[0]?.stream);
  await checkManifests(findings, files, entry.name, texts);
  const documents = texts.flatMap(({ object, file }) => (object === undefined ? [] : [{ object, file }]));
  const meta = documents.find(({ object }) => isMeta(object));
  return {
    entry,
    images: found?.images ?? [],
    meta: meta?.object,
    objects: documents.filter(({ object }) => !isMeta(object)),
  };
}

function checkEntry(findings: Findings, version: string, entry: ReleasedPackage, found: FoundPackage): void {
  const place = `oci/${entry.name}`;
  const agree = (field: string, stated: unknown, actual: unknown): void =>
    findings.agree(releaseYaml, `packages.${entry.name}.${field}`, stated, actual, place);
  agree('digest', entry.digest, found.digest);
  agree('size', entry.size, found.size);
  agree('tag', entry.tag, found.tag);
  agree(
    'platforms',
    entry.platforms,
    found.images.map(({ platform }) => platform),
  );
  const bases = found.images.map(({ labels }) => labels[baseLabel]);
  agree('releasable', entry.releasable, !bases.includes('host'));
  findings.agree(releaseYaml, `packages.${entry.name}.tag`, entry.tag, `v${version}`, 'the version of the release');
  const isNamed = entry.repository.endsWith(`/${entry.name}`);
  findings.expect(
    isNamed,
    releaseYaml,
    `does not end with the name of the package`,
    `packages.${entry.name}.repository`,
  );
  const title = found.annotations['org.opencontainers.image.title'];
  findings.agree(place, 'org.opencontainers.image.title', title, entry.name, releaseYaml);
  const annotated = found.annotations['org.opencontainers.image.version'];
  findings.agree(place, 'org.opencontainers.image.version', annotated, version, releaseYaml);
}

/** Both forms of a package must hold the same image. */
async function checkArchive(
  findings: Findings,
  files: Files,
  path: string,
  image: FoundImage,
  known: KnownLayers,
): Promise<void> {
  const bytes = await findings.attempt(path, 'cannot be read', () => files.read(path));
  if (!findings.expect(bytes !== undefined, path, 'is missing, but the layout has its image') || bytes === undefined)
    return;
  const { issues, image: found } = await inspectArchive(bytes, known);
  findings.addIn(path, issues);
  if (found === undefined) return;
  const isSame = found.config === image.config && found.layers.join() === image.layers.join();
  findings.expect(isSame, path, `holds another image (${found.config}) than the layout (${image.config})`);
}

interface StreamDocument {
  readonly text: string;
  /** Undefined if the document is no Kubernetes object. */
  readonly object: PackageObject | undefined;
  /** The file in manifests/ that must have this text. */
  readonly file: string;
}

function documentsIn(stream: Uint8Array | undefined): StreamDocument[] {
  const [, ...texts] = Buffer.from(stream ?? [])
    .toString('utf8')
    .split(/^---\n/m);
  return texts.map((text, index) => {
    const [document] = readYaml(text).documents;
    const value = document !== undefined && 'value' in document ? document.value : undefined;
    const object = isPackageObject(value) ? value : undefined;
    const file =
      object === undefined ? `document ${index + 1}` : isMeta(object) ? 'crossplane.yaml' : objectFile(object);
    return { text, object, file };
  });
}

/** The folder manifests/ has each document of package.yaml as a file, and nothing else. */
async function checkManifests(
  findings: Findings,
  files: Files,
  name: string,
  documents: readonly StreamDocument[],
): Promise<void> {
  const folder = `manifests/${name}`;
  const texts = new Map(documents.map(({ file, text }) => [file, text]));
  for (const [file, text] of texts) {
    const path = `${folder}/${file}`;
    const bytes = await findings.attempt(path, 'cannot be read', () => files.read(path));
    if (!findings.expect(bytes !== undefined, path, 'is missing, but package.yaml has the object')) continue;
    const isSame = Buffer.from(bytes ?? []).equals(Buffer.from(text));
    findings.expect(isSame, path, 'differs from the object in package.yaml of the package');
  }
  for (const path of filesBelow(files, folder).paths)
    findings.expect(texts.has(path), `${folder}/${path}`, 'is in no package: package.yaml does not have it');
}

/** Publishes a build for a fleet: the files of `versions/<version>/`, from the folder of the build alone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { File } from '../../files.ts';
import { chartObjects } from '../../release/chart-file.ts';
import { checksums } from '../../release/checksums.ts';
import { installable } from '../../release/installable.ts';
import { isCharted, operatorListFile, readOperators } from '../../release/operator-list.ts';
import { refuseLocal } from '../../release/push/push-release.ts';
import { releaseIn } from '../../release/push/read-release.ts';
import { signablesOf } from '../../release/sign/signed-file.ts';
import { releaseYaml, type ReleaseYaml } from '../../release/verify/release-yaml.ts';
import { type Files, filesBelow, folderFiles } from '../../xpkg/verify/files.ts';
import { type Flavour, flavours } from '../../schema/index.ts';
import { readYaml, toYaml, toYamlStream } from '../../yaml/index.ts';
import { claimKind, kindsFile } from './kinds.ts';
import { packageObjects } from './packages.ts';
import { fluxOperators } from './operators.ts';
import { bundlePath, operatorsPath, packagesPath } from './places.ts';

export interface PublishOptions {
  /** Only these targets. @default all targets of the release */
  readonly targets?: readonly string[];
  /** Whether to take packages that only the machine that built them can run. @default false */
  readonly notForRelease?: boolean;
}

/** A version to publish. */
export interface Publication {
  readonly version: string;
  /** All files of its folder, with paths relative to it. */
  readonly files: readonly File[];
}

/** The publication of the build in the folder `dist`. Throws a `UserError` if it is none, is not for release, or lacks a target. */
export async function publicationOf(dist: string, options: PublishOptions = {}): Promise<Publication> {
  const release = await releaseIn(dist);
  if (options.notForRelease !== true) refuseLocal(release);
  const files = await folderFiles(dist);
  const all = [...new Set(release.packages.flatMap(({ targets }) => targets ?? []))].toSorted();
  const targets = options.targets ?? all;
  for (const target of targets) {
    if (all.includes(target)) continue;
    throw new UserError(`${dist} has no target ${target}`, { hint: `its targets are ${all.join(', ')}` });
  }
  const own = [
    { path: releaseYaml, content: await readFile(join(dist, releaseYaml)) },
    ...(await Promise.all(targets.map((target) => bundleFiles(filesBelow(files, `install/${target}`), target)))).flat(),
    ...(await Promise.all(targets.map((target) => operatorFiles(files, release, target)))).flat(),
    ...(
      await Promise.all(
        targets.flatMap((target) => flavours.map((flavour) => packageFiles(files, release, target, flavour))),
      )
    ).flat(),
    ...(await signatures(files, release)),
  ];
  return { version: release.version, files: [...own, checksums(own)] };
}

/** The signatures that the build has, which a promotion asks for. From now on SHA256SUMS lists them, so that nobody exchanges one. */
async function signatures(files: Files, release: ReleaseYaml): Promise<readonly File[]> {
  const paths = signablesOf(release)
    .map(({ path }) => path)
    .filter((path) => files.paths.includes(path));
  return Promise.all(paths.map(async (path) => ({ path, content: await contentOf(files, path) })));
}

/** Not part of it: facts are those of a cluster, packages have a folder for each flavour, and operators have one of their own. */
const ownFiles = /^(environment|kustomization|operators|package(-.*)?)\.yaml$/;

/** What a cluster needs besides packages, byte for byte, with a list of these files for controllers. */
async function bundleFiles(files: Files, target: string): Promise<readonly File[]> {
  const folder = bundlePath(target);
  const paths = files.paths.filter((path) => path.endsWith('.yaml') && !ownFiles.test(path));
  const contents = await Promise.all(paths.map((path) => contentOf(files, path)));
  return [
    kustomization(folder, paths, waves.bundle),
    ...paths.map((path, index) => ({ path: `${folder}/${path}`, content: contents[index] ?? '' })),
  ];
}

/** The operators of a target, as the build lists them and as Flux installs them; no files if no chart installs one. */
async function operatorFiles(files: Files, { platform }: ReleaseYaml, target: string): Promise<readonly File[]> {
  const path = `install/${target}/${operatorListFile}`;
  if (!files.paths.includes(path)) return [];
  const content = await contentOf(files, path);
  const listed = readOperators(Buffer.from(content).toString('utf8'), path, 'build it again').filter(isCharted);
  if (listed.length === 0) return [];
  const folder = operatorsPath(target);
  const objects = chartObjects('operators', (chart) => fluxOperators(chart, platform, listed));
  return [
    kustomization(folder, ['flux.yaml'], waves.bundle),
    { path: `${folder}/flux.yaml`, content: toYamlStream(objects) },
    { path: `${folder}/${operatorListFile}`, content },
  ];
}

async function packageFiles(
  files: Files,
  { platform, packages }: ReleaseYaml,
  target: string,
  flavour: Flavour,
): Promise<readonly File[]> {
  const chosen = installable(packages, { target, flavour });
  if (chosen.length === 0) return [];
  const folder = packagesPath({ target, flavour });
  const definitions = chosen.flatMap(({ name }) => {
    const paths = files.paths.filter((path) => path.startsWith(`manifests/${name}/compositeresourcedefinition-`));
    if (paths.length > 0) return paths;
    throw new UserError(`the build has no definitions of the package ${name}`, {
      hint: 'build it again, without --only',
    });
  });
  const kinds = await Promise.all(
    definitions.map(async (path) => claimKind(valueIn(await contentOf(files, path), path))),
  );
  return [
    kustomization(folder, ['packages.yaml'], waves.packages),
    { path: `${folder}/packages.yaml`, content: toYamlStream(packageObjects(platform, chosen)) },
    { path: `${folder}/${kindsFile}`, content: toYaml(kinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))) },
  ];
}

/** The waves in which Argo CD applies what is in one Application. Claims come in wave 0, the usual one. */
const waves = { bundle: -20, packages: -10 } as const;

/** A list of the files of a folder. Argo CD reads the wave; Flux has a Kustomization for each folder. */
function kustomization(folder: string, resources: readonly string[], wave: number): File {
  const content = toYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    commonAnnotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
    resources,
  });
  return { path: `${folder}/kustomization.yaml`, content };
}

async function contentOf(files: Files, path: string): Promise<Uint8Array> {
  const content = await files.read(path);
  if (content !== undefined) return content;
  throw new UserError(`${path} of the build cannot be read`, { hint: 'build it again' });
}

function valueIn<T>(content: Uint8Array, path: string): T {
  const [document] = readYaml(Buffer.from(content).toString('utf8')).documents;
  if (document !== undefined && 'value' in document) return document.value as T;
  throw new UserError(`${path} of the build is not YAML`, { hint: 'build it again' });
}

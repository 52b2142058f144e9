/** Checks the install bundles: they refer to packages and rights of this release only. */
import { rightsName } from '../../synth/rights.ts';
import { filesBelow, type Files } from '../../xpkg/verify/files.ts';
import { isPackageObject } from '../../xpkg/verify/stream.ts';
import { readYaml } from '../../yaml/index.ts';
import type { Findings } from './findings.ts';
import { type ReleaseYaml, releaseYaml } from './release-yaml.ts';

/** Adds every reference to a package that the release does not have, each missing bundle and each stray one. */
export async function checkInstall(findings: Findings, files: Files, release: ReleaseYaml): Promise<void> {
  const bundles = filesBelow(files, 'install');
  const targets = new Set(Object.keys(release.requirements.kinds));
  const declared = new Set(release.packages.flatMap((entry) => entry.targets ?? []));
  for (const target of declared)
    findings.expect(targets.has(target), releaseYaml, `lacks the target ${target} of a package`, 'requirements.kinds');
  for (const target of targets) {
    const isThere = bundles.paths.some((path) => path.startsWith(`${target}/`));
    findings.expect(isThere, `install/${target}`, `is missing, but ${releaseYaml} has the target`);
  }
  for (const path of bundles.paths) {
    const file = `install/${path}`;
    const [target = ''] = path.split('/');
    findings.expect(targets.has(target), file, `is for a target that ${releaseYaml} does not have`);
    if (!path.endsWith('.yaml')) continue;
    const bytes = await findings.attempt(file, 'cannot be read', () => files.read(file));
    if (bytes !== undefined) checkObjects(findings, release, { file, target }, Buffer.from(bytes).toString('utf8'));
  }
}

interface Bundle {
  readonly file: string;
  readonly target: string;
}

function checkObjects(findings: Findings, release: ReleaseYaml, { file, target }: Bundle, text: string): void {
  const roles: string[] = [];
  for (const document of readYaml(text).documents) {
    if ('problem' in document) {
      findings.expect(false, file, `is not YAML: ${document.problem}`);
      continue;
    }
    for (const { at, reference } of textsIn(document.value, ''))
      for (const problem of problemsOf(release, at, reference)) findings.expect(false, file, problem, at);
    if (isPackageObject(document.value) && document.value.kind === 'ClusterRole')
      roles.push(document.value.metadata.name);
  }
  if (!file.endsWith('/rbac.yaml')) return;
  const role = rightsName(target, release);
  findings.expect(
    roles.includes(role),
    file,
    `has no ClusterRole ${role}, which the functions of this version ask for`,
  );
}

/** What is wrong with a text that names a package in the registry of this release. */
function problemsOf({ packages }: ReleaseYaml, at: string, text: string): string[] {
  const registries = new Set(packages.map(({ repository }) => repository.slice(0, repository.lastIndexOf('/') + 1)));
  if (![...registries].some((registry) => text.startsWith(registry))) return [];
  const isPrefix = at.endsWith('prefix');
  const [, repository = '', tag, digest] = /^([^@]+?)(?::([^:@/]+))?(?:@(.+))?$/.exec(text) ?? [];
  const entry = packages.find((candidate) =>
    isPrefix ? candidate.repository.startsWith(text) : candidate.repository === repository,
  );
  if (entry === undefined) {
    // A build of some packages keeps the bundles of all.
    const isPartial = packages.every(({ kind }) => kind !== 'Function');
    return isPartial ? [] : [`names ${text}, which is no package of ${releaseYaml}`];
  }
  return [
    ...(isPrefix || tag === undefined || tag === entry.tag
      ? []
      : [`names the tag ${tag} of ${repository}, but ${releaseYaml} has ${entry.tag}`]),
    ...(isPrefix || digest === undefined || digest === entry.digest
      ? []
      : [`names ${repository} at ${digest}, but ${releaseYaml} has ${entry.digest}`]),
  ];
}

/** All texts of an object, with their fields. */
function textsIn(value: unknown, at: string): { readonly at: string; readonly reference: string }[] {
  if (typeof value === 'string') return [{ at, reference: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    textsIn(child, Array.isArray(value) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`),
  );
}

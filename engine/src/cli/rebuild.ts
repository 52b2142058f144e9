/** Builds the committed files again, and compares every byte with a release. */
import { UserError } from '../errors.ts';
import { commitOf, uncommitted } from '../release/commit.ts';
import { buildRelease } from '../release/build-release.ts';
import { provenancePath } from '../release/provenance.ts';
import { isSignature } from '../release/sign/signed-file.ts';
import { type Finding, Findings } from '../release/verify/findings.ts';
import { readRelease, type ReleaseYaml } from '../release/verify/release-yaml.ts';
import { digestOf } from '../xpkg/digest.ts';
import type { Architecture } from '../xpkg/index.ts';
import { textContent } from '../xpkg/tar.ts';
import { type Files, folderFiles } from '../xpkg/verify/files.ts';
import { fieldOf, itemsOf } from '../xpkg/verify/json.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { tell } from './session.ts';

/**
 * Every file of the release in `folder` that the platform's files do not give. Throws a `UserError` if some of those are not committed, or are of
 * another commit than the release. A release whose release.yaml cannot be read has findings of its own, and is not built again.
 */
export async function rebuildFindings(
  { platform, root, config }: LoadedPlatform,
  folder: string,
): Promise<readonly Finding[]> {
  const files = await folderFiles(folder);
  const release = await readRelease(new Findings(), files);
  if (release === undefined) return [];
  const recorded = await recordedIn(files, release);
  await insistSame(root, recorded.commit);
  const names = release.packages.map(({ name }) => name);
  const own = platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1);
  const isWhole = [...platform.packages.map(({ name }) => name), own].every((name) => names.includes(name));
  const built = await buildRelease(platform, root, {
    only: isWhole ? [] : names,
    architectures: architecturesOf(release),
    release: recorded.release,
    config,
  });
  const findings = new Findings();
  const paths = new Set(files.paths.filter((path) => !isSignature(path)));
  for (const { path, content } of built.files) {
    if (!findings.expect(paths.delete(path), path, 'is missing, but this commit gives it')) continue;
    const digest = digestOf(typeof content === 'string' ? textContent(content) : content);
    findings.expect((await files.digest(path)) === digest, path, 'has other bytes than this commit gives');
  }
  for (const path of paths) findings.expect(false, path, 'is nothing that this commit gives');
  return findings.list;
}

/** How the provenance says that the release was built. */
async function recordedIn(
  files: Files,
  { packages }: ReleaseYaml,
): Promise<{ readonly release: boolean; readonly commit: unknown }> {
  const path = provenancePath(packages[0]?.name ?? '');
  const text = Buffer.from((await files.read(path)) ?? []).toString('utf8');
  let definition: unknown;
  try {
    definition = fieldOf(JSON.parse(text) as unknown, 'predicate', 'buildDefinition');
  } catch {
    throw new UserError(`${path} does not say how the release was built`, { hint: 'build it again' });
  }
  const source = itemsOf(fieldOf(definition, 'resolvedDependencies')).find(
    (item) => fieldOf(item, 'name') === 'source',
  );
  return {
    release: fieldOf(definition, 'externalParameters', 'release') === true,
    commit: fieldOf(source, 'digest', 'gitCommit'),
  };
}

async function insistSame(root: string, released: unknown): Promise<void> {
  const changed = await uncommitted(root);
  if (changed === undefined) return tell('  not in a Git repository: no commit says what is built');
  if (changed.length > 0) {
    const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
    throw new UserError(`this cannot be built again: ${changed.slice(0, 3).join(', ')}${more} not committed`, {
      hint: 'commit it, or check out the commit of the release in another folder',
    });
  }
  const commit = await commitOf(root);
  if (typeof released !== 'string' || commit === released) return;
  throw new UserError(`the release is of the commit ${released}, and this folder has ${commit}`, {
    hint: `check that commit out first: git checkout ${released}`,
  });
}

/** Those of the Function; a release without one needs none. */
function architecturesOf({ packages }: ReleaseYaml): Architecture[] {
  const platforms = new Set(packages.flatMap((entry) => (entry.kind === 'Function' ? entry.platforms : [])));
  return (['amd64', 'arm64'] as const).filter((architecture) => platforms.has(`linux/${architecture}`));
}

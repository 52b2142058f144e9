/** Builds a platform and writes the result to the disk. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { writeTree } from '../files.ts';
import { buildRelease, type Release } from '../release/build-release.ts';
import { type Architecture, hostArchitecture } from '../xpkg/index.ts';
import type { LoadedPlatform } from './load-platform.ts';

export interface Built extends Release {
  /** The folder, relative to the working directory. */
  readonly folder: string;
  readonly architectures: readonly Architecture[];
  readonly all: boolean;
}

interface IntoOptions {
  readonly only: readonly string[];
  readonly release: boolean;
  readonly all: boolean;
  /** Looks at the release before it is written; what it throws leaves the folder as it is. @default nobody looks */
  readonly inspect?: (built: Release) => Promise<void>;
}

/** Replaces `out` (by default dist/ beside the configuration) by the release, or leaves it untouched. */
export async function buildInto(
  { platform, root, config }: LoadedPlatform,
  out: string | undefined,
  { only, release, all, inspect }: IntoOptions,
): Promise<Built> {
  const folder = out === undefined ? join(root, 'dist') : resolve(out);
  refuseForeign(folder, root);
  const architectures: readonly Architecture[] = all ? ['amd64', 'arm64'] : [hostArchitecture()];
  const built = await buildRelease(platform, root, { only, architectures, release, config });
  await inspect?.(built);
  await writeTree(folder, built.files);
  return { ...built, folder: relative('', folder) || folder, architectures, all };
}

/** A build replaces the whole folder, so it must be empty, missing, or an earlier release. */
function refuseForeign(folder: string, root: string): void {
  const holdsPlatform = `${root}${sep}`.startsWith(`${folder}${sep}`);
  const isForeign = (): boolean =>
    existsSync(folder) && !existsSync(join(folder, 'release.yaml')) && entriesOf(folder).length > 0;
  if (!holdsPlatform && !isForeign()) return;
  throw new UserError(`${relative('', folder) || '.'} holds other files, and a build would replace them`, {
    hint: 'choose an empty or a new folder with --out',
  });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UserError(`cannot write ${folder}: ${(cause as Error).message}`, {
      hint: 'remove the file of that name, or choose another folder with --out',
      cause,
    });
  }
}

/**
 * The next release of the platform. It calls the network policy of a cache otherwise, and composes a kind that the last one has no rights for. It
 * has an edition of the size table for new databases, in which `small` has the memory that `medium` had.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyRepository } from '../../repository/copy.ts';
import { editions } from '../../../functions/database/sizes.ts';
import { platform } from '../../cases/platform.ts';

export const nextVersion = '0.2.0';

/** Changes of the repository, file by file: what is replaced, and by what. */
export type Changes = Readonly<Record<string, readonly (readonly [string, string])[]>>;

const { small, medium } = editions.v1;
/** A new edition as docs/changing-an-api.md says. Only its name tells its `small` from the `medium` of the first one. */
export const newEdition = { ...editions.v1, small: { ...small, memoryMB: medium.memoryMB, maxConnections: 150 } };

const changes: Changes = {
  'package.json': [[`"version": "${platform.version}"`, `"version": "${nextVersion}"`]],
  'functions/database/sizes.ts': [
    ['  },\n};\n', `  },\n  v2: ${JSON.stringify(newEdition)},\n};\n`],
    ["currentEdition = 'v1'", "currentEdition = 'v2'"],
  ],
  'functions/cache/local.ts': [
    ['network: NetworkPolicy,', 'fence: NetworkPolicy,\n      lobby: Pooler,'],
    ["after: ['access', 'network']", "after: ['access', 'fence']"],
    ['import { PodMonitor }', "import { Pooler } from '../kinds/cnpg-pooler.ts';\nimport { PodMonitor }"],
    ['      resources: dragonflyParts({', '      resources: renamed({'],
    [
      'export const local =',
      `const renamed = (context: Parameters<typeof dragonflyParts>[0]) => {
  const { network: fence, ...parts } = dragonflyParts(context);
  const spec = { cluster: { name: 'any' }, instances: 1, pgbouncer: { poolMode: 'session' } };
  return { ...parts, fence, lobby: Pooler({ spec } as never) };
};

export const local =`,
    ],
  ],
};

/** A release that was built from a changed copy. */
export interface ChangedRelease {
  readonly dist: string;
  remove(): Promise<void>;
}

/** The next release. */
export interface NextRelease extends ChangedRelease {
  readonly functionName: string;
}

/** Builds the packages of the target `local` from a copy of this repository with the changes in it. */
export async function buildNextRelease(): Promise<NextRelease> {
  const program = `platform-functions-${nextVersion.replaceAll('.', '-')}`;
  const release = await buildChanged(changes, [`${platform.name}-local`, program]);
  const functionName = platform.functionName.replace(
    platform.version.replaceAll('.', '-'),
    nextVersion.replaceAll('.', '-'),
  );
  return { ...release, functionName };
}

/** Builds these packages from a copy of this repository with changes in it. */
export async function buildChanged(changed: Changes, packages: readonly string[]): Promise<ChangedRelease> {
  const copy = await copyRepository('next release');
  try {
    await editFiles(copy.folder, changed);
    await copy.run('planesmith', ['build', ...packages.flatMap((name) => ['--only', name])]);
  } catch (error) {
    await copy.remove();
    throw error;
  }
  return { dist: join(copy.folder, 'dist'), remove: () => copy.remove() };
}

/** Makes the changes in a folder; rejects for a text that its file does not have. */
export async function editFiles(folder: string, changed: Changes): Promise<void> {
  for (const [file, replacements] of Object.entries(changed)) {
    const path = join(folder, file);
    let text = await readFile(path, 'utf8');
    for (const [from, to] of replacements) {
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      text = text.replace(from, () => to);
    }
    await writeFile(path, text);
  }
}

/** Builds the release after this one, whose platform has dropped a version of PostgreSQL. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platform } from '../../cases/platform.ts';
import { copyRepository } from '../../repository/copy.ts';

/** The dropped version. */
export const dropped = '16';

export interface NarrowedRelease {
  readonly dist: string;
  readonly version: string;
  /** The name of its Function package, and of the Function that Crossplane makes of it. */
  readonly functionPackage: string;
  readonly functionName: string;
  remove(): Promise<void>;
}

/** The release, built in a copy of this repository for this machine. */
export async function buildWithoutDropped(): Promise<NarrowedRelease> {
  const copy = await copyRepository('narrowed');
  const edit = async (file: string, from: string, to: string) => {
    const text = await readFile(join(copy.folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    await writeFile(join(copy.folder, file), text.replace(from, to));
  };
  try {
    const version = '0.99.0';
    await edit('package.json', `"version": "${platform.version}"`, `"version": "${version}"`);
    await edit('apis/database.ts', ` '${dropped}',`, '');
    await copy.run('planesmith', ['build']);
    const next = (name: string) => name.replace(platform.version.replaceAll('.', '-'), version.replaceAll('.', '-'));
    return {
      dist: join(copy.folder, 'dist'),
      version,
      functionPackage: next(platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1)),
      functionName: next(platform.functionName),
      remove: copy.remove,
    };
  } catch (error) {
    await copy.remove();
    throw error;
  }
}

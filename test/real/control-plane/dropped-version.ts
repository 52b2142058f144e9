/** Builds the release after this one, whose platform has dropped a version of PostgreSQL. */
import { platform } from '../../cases/platform.ts';
import { buildChanged, type ChangedRelease } from './next-release.ts';

/** The dropped version. */
export const dropped = '16';

export interface NarrowedRelease extends ChangedRelease {
  readonly version: string;
  /** The name of its Function package, and of the Function that Crossplane makes of it. */
  readonly functionPackage: string;
  readonly functionName: string;
}

/** Builds its packages of the target `local`, in a copy of this repository for this machine. */
export async function buildWithoutDropped(): Promise<NarrowedRelease> {
  const version = '0.99.0';
  const next = (name: string) => name.replace(platform.version.replaceAll('.', '-'), version.replaceAll('.', '-'));
  const functionPackage = next(platform.functionRepository.slice(platform.functionRepository.lastIndexOf('/') + 1));
  const release = await buildChanged(
    {
      'package.json': [[`"version": "${platform.version}"`, `"version": "${version}"`]],
      'apis/database.ts': [[` '${dropped}',`, '']],
    },
    [`${platform.name}-local`, functionPackage],
  );
  return { ...release, version, functionPackage, functionName: next(platform.functionName) };
}

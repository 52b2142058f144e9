/** Plans the files of a new platform, with one small API as a pattern. */
import type { File } from '../files.ts';
import { filesOf, type Taken } from './catalogue.ts';
import { newApi } from './new-api.ts';
import { insistOnNames } from './platform-names.ts';
import { type NewPlatform, platformFiles } from './platform-files.ts';
import { insistOnFit } from './taken-fit.ts';

/**
 * The files of the platform, with an API `kind` of its own and those that it takes from a catalogue. Throws a `UserError` if one of its
 * names cannot be used, or if it could not serve an API that it takes.
 */
export function newPlatform(named: NewPlatform, kind: string, taken?: Taken): readonly File[] {
  insistOnNames(named);
  if (taken !== undefined) insistOnFit(taken, named.targets);
  const own = taken === undefined ? [] : filesOf(taken, named);
  const packages = taken && { [taken.catalogue]: `^${taken.version}` };
  const files = new Map([...platformFiles(named, packages), ...own].map((file) => [file.path, file]));
  const host = {
    group: named.group,
    apis: Object.fromEntries(taken?.apis.map(({ key, api }) => [key, api]) ?? []),
    targets: named.targets,
    concerns: taken?.concerns ?? [],
  };
  const { created, changed } = newApi(host, kind, {
    targets: [],
    read: (path) => files.get(path)?.content.toString(),
  });
  for (const file of [...created, ...changed]) files.set(file.path, file);
  return [...files.values()];
}

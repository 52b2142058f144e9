/** Packages that a folder takes from files, such as tarballs, as a platform beside it must take them too. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';

/** The `file:` specifications in the package.json of the folder, by package, with absolute paths; none without such a file. */
export function fileSpecs(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return {};
  const { dependencies, devDependencies } = manifestIn(path);
  const specs = Object.entries({ ...devDependencies, ...dependencies });
  return Object.fromEntries(
    specs.filter(([, spec]) => spec.startsWith('file:')).map(([name, spec]) => [name, absolute(spec, folder)]),
  );
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function manifestIn(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new UserError(`${path} is no JSON`, { hint: 'correct it, or run the command in another folder', cause });
  }
}

/** npm takes `file:~/…` from the home folder, wherever it stands. */
function absolute(spec: string, folder: string): string {
  const path = spec.slice('file:'.length).replace(/^\/{2,}/, '/');
  return path.startsWith('~/') ? spec : `file:${resolve(folder, path)}`;
}

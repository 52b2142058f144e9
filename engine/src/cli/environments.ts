/** Where commands find the environment that they are told, or that they take if they are told none. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDenied } from '../files.ts';
import { namesIn } from '../judge/manifest-files.ts';
import { UserError } from '../errors.ts';
import { lackingIn, type RenderedClaim } from '../preview/render-claim.ts';
import type { LoadedPlatform } from './load-platform.ts';

/** An environment that a platform brings along. */
interface NamedEnvironment {
  readonly name: string;
  /** Relative to the working directory. */
  readonly file: string;
}

/** The environments of a platform, by the names of their files; none if it has no folder of them. */
export function environmentsOf({ environments }: Pick<LoadedPlatform, 'environments'>): readonly NamedEnvironment[] {
  if (!existsSync(environments)) return [];
  const folder = relative('', environments);
  return namesIn(folder)
    .filter((file) => extension.test(file))
    .map((file) => ({ name: file.replace(extension, ''), file: join(folder, file) }));
}

const extension = /\.(ya?ml|json)$/;

/** The file of an environment that is given by the name of one that the platform brings along, or else as a file; `local` if none is given. */
export function environmentFile(given: string | undefined, loaded: LoadedPlatform): string {
  const known = environmentsOf(loaded);
  const found = known.find(({ name }) => name === (given ?? 'local'));
  if (found !== undefined) return found.file;
  if (given !== undefined && (/[/.]|^-$/.test(given) || isThere(given))) return given;
  const names = known.map(({ name }) => name).join(', ');
  const some = names === '' ? 'name the EnvironmentConfig of a cluster' : `name one of ${names}, or a file`;
  if (given !== undefined) throw new UserError(`there is no environment ${given}`, { hint: some });
  const usual = relative('', join(loaded.environments, 'local.yaml'));
  throw new UserError(`no environment was given, and there is no ${usual}`, { hint: `${some}, with --environment` });
}

/** A kit may not even look for what its command line names and is not there. */
function isThere(path: string): boolean {
  try {
    return existsSync(path);
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

/** What to add to the file of an environment so that it serves these claims; undefined if it lacks nothing, or is no file of theirs. */
export function environmentHint(file: string | undefined, rendered: readonly RenderedClaim[]): string | undefined {
  const fields = new Set(rendered.flatMap(lackingIn));
  if (fields.size === 0 || file === undefined || file === '-') return undefined;
  return `set ${[...fields].join(', ')} in ${file}; dist/docs/environment.html says what it holds`;
}

/** Throws a `UserError` if this environment, which nobody chose, lacks what the target of a claim needs; `hint` is how to complete it. */
export function refuseIncomplete(
  name: string,
  rendered: readonly RenderedClaim[],
  { target, hint }: { readonly target: string | undefined; readonly hint: string | undefined },
): void {
  const incapable = rendered
    .flatMap(({ conditions }) => conditions)
    .find(({ type, status }) => type === 'PlatformCapable' && status === 'False');
  if (incapable === undefined) return;
  const other = `name an environment${target === undefined ? '' : ` that has the target ${target}`} with --environment FILE`;
  throw new UserError(`${name} was read, because no environment was given: ${incapable.message}`, {
    hint: hint === undefined ? other : `${hint}; or ${other}`,
  });
}

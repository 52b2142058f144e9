/** Rewrites claims in files for a version of their APIs, for `planesmith migrate`. */
import { UserError } from '../errors.ts';
import type { Judgement } from '../judge/judge.ts';
import { convertFiles } from '../migrate/convert-files.ts';
import { diffsOf, writeChanged } from './changed-files.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodeOf, tellFindings } from './findings.ts';
import type { LoadedPlatform } from './load-platform.ts';
import type { MigrateOptions } from './migrated-claims.ts';
import { count, print, printData, type Session, tell } from './session.ts';
import { uniqueFiles } from './unique-files.ts';

/** What is asked for. */
export interface ConvertOptions
  extends Pick<Session, 'output'>, Pick<MigrateOptions, 'live' | 'environment' | 'target'> {
  readonly to: string;
  readonly write: boolean;
  /** Whether the program may write at all: a kit may not. */
  readonly canWrite: boolean;
  readonly steps: boolean;
}

/** Prints the diff, and writes the files if that is asked for. Throws a `UserError` if no API has the version, or if there is no claim. */
export async function convertClaims(
  { platform }: LoadedPlatform,
  paths: readonly string[],
  { to, write, canWrite, output, ...others }: ConvertOptions,
): Promise<ExitCode> {
  refuseOthers(others);
  const versions = new Set(Object.values(platform.apis).flatMap(({ version, alsoServed }) => [version, ...alsoServed]));
  if (!versions.has(to)) {
    throw new UserError(`no API has the version ${to}`, {
      hint: `give --to namespaced, or one of ${[...versions].toSorted().join(', ')}`,
    });
  }
  const { judgement, changed, staying } = convertFiles(uniqueFiles(paths), platform, to);
  tellFindings(judgement);
  const code = exitCodeOf(judgement);
  if (code !== 0) {
    tell('no file was changed');
    return code;
  }
  const { claims } = judgement;
  if (claims.length === 0) {
    throw new UserError(`${paths.join(', ')}: no claim of ${platform.group}`, {
      hint: 'name the folders that hold claims',
    });
  }
  const { isWritten, say } = await writeChanged(changed, { write, canWrite, isSafe: true });
  const diffs = diffsOf(changed);
  if (output === 'text') print(diffs.map(({ diff }) => diff).join(''));
  else await printData(output, { files: diffs, staying, written: isWritten });
  const all = count(claims.length, 'claim');
  tell(
    changed.length === 0 ? `nothing to rewrite in ${all}` : `${all} read: ${count(changed.length, 'file')} to change`,
  );
  tellDeprecated(judgement);
  if (staying.length > 0) tell(`claims of ${staying.join(', ')} stay as they are: no such API has the version ${to}`);
  say();
  return 0;
}

/** Says on stderr how many claims the conversion left in the old form: their authors cannot know why. */
function tellDeprecated({ claims }: Judgement): void {
  const left = claims.filter(({ verdict }) => verdict.warnings.some(({ path }) => path.startsWith('spec.')));
  if (left.length === 0) return;
  tell(`${count(left.length, 'claim')} still ${left.length === 1 ? 'has' : 'have'} a deprecated field`);
  tell('  hint: `convert` leaves a claim as it is if its spec has a field that the earlier schema of `convert` lacks');
}

/** Throws a `UserError` for an option that means something for namespaced XRs only. */
function refuseOthers({
  steps,
  live,
  environment,
  target,
}: Omit<ConvertOptions, 'to' | 'write' | 'canWrite' | 'output'>): void {
  const options = Object.entries({ steps: steps || undefined, live, environment, target });
  const given = options.find(([, value]) => value !== undefined)?.[0];
  if (given === undefined) return;
  throw new UserError(`--${given} means something with --to namespaced only`, { hint: `leave --${given} out` });
}

/** Shows and writes the claims of all environments of an application, for `planesmith overlay`. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { addFiles } from '../files.ts';
import { claimsFolder, goneClaims } from '../preview/environment-claims.ts';
import type { Flavour } from '../schema/index.ts';
import { diffBetween } from '../yaml/line-diff.ts';
import { appClaims, type EnvironmentFile } from './app-environments.ts';
import { insistOnFiles } from './changed-files.ts';
import type { ExitCode } from './exit-code.ts';
import { exitCodeOf, tellFinding, tellFindings, tellVerdict } from './findings.ts';
import { isKit } from './kit-platform.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { annotate, count, print, printData, type Session, tell } from './session.ts';

/** What is asked for. */
interface OverlaidOptions extends Pick<Session, 'output'> {
  readonly flavour: Flavour;
  readonly write: boolean;
  readonly check: boolean;
}

/** Prints the diff of the files of all environments, and writes them if that is asked for: all or none. */
export async function overlaidEnvironments(
  loaded: LoadedPlatform,
  paths: readonly string[],
  { flavour, write, check, output }: OverlaidOptions,
): Promise<ExitCode> {
  const [app = '', ...others] = paths;
  if (others.length > 0) {
    throw new UserError('the environments of one application are written at a time', {
      hint: 'name the folder of one application, or give --values',
    });
  }
  const canWrite = !isKit(loaded.platform);
  if (write) insistOnFiles(paths, canWrite);
  const { judgement, files } = await appClaims(app, loaded, flavour);
  tellFindings(judgement);
  const code = exitCodeOf(judgement);
  if (code !== 0) {
    tell('no file was changed');
    return code;
  }
  const all = files();
  const changed = all.filter(({ before, after }) => before !== after);
  if (write) await writeAll(app, changed);
  const diffs = changed.map(({ path, before, after }) => ({
    file: join(app, path),
    diff: diffBetween(join(app, path), before, after),
  }));
  if (output === 'text') print(diffs.map(({ diff }) => diff).join(''));
  else await printData(output, { files: diffs, written: write && changed.length > 0 });
  const remedy = canWrite ? `planesmith overlay ${app} --write` : `overlay ${app} | git apply`;
  tellGone(app, changed);
  if (check) tellStale(app, changed, remedy);
  tell(`${count(all.length, 'environment')}: ${summary(changed.length, { write, check, remedy })}`);
  return check && changed.length > 0 ? 1 : 0;
}

function writeAll(app: string, changed: readonly EnvironmentFile[]): Promise<void> {
  const of = (files: readonly EnvironmentFile[]) => files.map(({ path, after }) => ({ path, content: after }));
  const isNew = ({ before }: EnvironmentFile) => before === undefined;
  const created = of(changed.filter(isNew));
  return addFiles(app, { created, changed: of(changed.filter((file) => !isNew(file))) }, async () => undefined);
}

/** Nobody should delete a claim of a cluster without seeing it. */
function tellGone(app: string, changed: readonly EnvironmentFile[]): void {
  for (const { path, before = '', after } of changed) {
    for (const name of goneClaims(before, after)) {
      const line = {
        file: join(app, path),
        line: 1,
        column: 1,
        message: `warning: the ${name} goes, also from clusters`,
      };
      tellVerdict(line, tell);
      annotate({ ...line, level: 'warning' });
    }
  }
}

function tellStale(app: string, changed: readonly EnvironmentFile[], remedy: string): void {
  for (const { path, values } of changed) {
    const message = `this is not what ${claimsFolder} and ${values} make; \`${remedy}\` writes it`;
    tellFinding({ file: join(app, path), line: 1, column: 1, message }, tell);
  }
}

function summary(
  changed: number,
  { write, check, remedy }: { write: boolean; check: boolean; remedy: string },
): string {
  if (changed === 0) return 'nothing to write';
  if (write) return `${count(changed, 'file')} written`;
  return `${count(changed, 'file')} to write${check ? '' : `; \`${remedy}\` does it`}`;
}

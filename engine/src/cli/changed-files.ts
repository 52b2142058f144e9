/** Writes files that change, and shows how. */
import { UserError } from '../errors.ts';
import { replaceFiles } from '../files.ts';
import type { ChangedFile } from '../migrate/migrate-files.ts';
import { unifiedDiff } from '../yaml/line-edits.ts';
import { count, tell } from './session.ts';

/** A diff that `git apply` takes. */
export interface FileDiff {
  readonly file: string;
  readonly diff: string;
}

export function diffsOf(changed: readonly ChangedFile[]): readonly FileDiff[] {
  return changed.map(({ file, before, edits }) => ({ file, diff: unifiedDiff(file, before, edits) }));
}

/** Throws a `UserError` if what the paths name cannot be written. */
export function insistOnFiles(paths: readonly string[], canWrite: boolean): void {
  if (!canWrite) {
    throw new UserError('a kit writes no files', { hint: 'leave out --write, and pipe the diff to `git apply`' });
  }
  if (paths.includes('-')) {
    throw new UserError('standard input cannot be written', { hint: 'name files, or leave out --write' });
  }
}

/** Whether the files are to be written. */
interface Writing {
  readonly write: boolean;
  readonly isSafe: boolean;
  /** Whether the program may write at all. */
  readonly canWrite: boolean;
}

/** Writes all files or none, and says afterwards whether it did. */
export async function writeChanged(
  changed: readonly ChangedFile[],
  { write, isSafe, canWrite }: Writing,
): Promise<{ readonly isWritten: boolean; readonly say: () => void }> {
  const isWritten = write && isSafe && changed.length > 0;
  if (isWritten) await replaceFiles(changed.map(({ file, after }) => ({ path: file, content: after })));
  const remedy = canWrite ? 'add --write' : 'pipe the diff to `git apply`';
  const say = () => {
    if (isWritten) tell(`${count(changed.length, 'file')} written`);
    else if (changed.length > 0) tell(isSafe ? `no file was changed yet: ${remedy}` : 'no file was changed');
  };
  return { isWritten, say };
}

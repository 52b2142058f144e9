/** Writes files that change, and shows how. */
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

/** Writes all files or none, and says afterwards whether it did. */
export async function writeChanged(
  changed: readonly ChangedFile[],
  { write, isSafe }: { readonly write: boolean; readonly isSafe: boolean },
): Promise<{ readonly isWritten: boolean; readonly say: () => void }> {
  const isWritten = write && isSafe && changed.length > 0;
  if (isWritten) await replaceFiles(changed.map(({ file, after }) => ({ path: file, content: after })));
  const say = () => {
    if (isWritten) tell(`${count(changed.length, 'file')} written`);
    else if (changed.length > 0) tell(isSafe ? 'no file was changed yet: add --write' : 'no file was changed');
  };
  return { isWritten, say };
}

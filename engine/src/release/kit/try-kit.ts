/** Runs a kit once before it is published: its configuration may do what only the platform's folder allows. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { withScratch } from '../../files.ts';

/** Throws a `UserError` if the kit with these files cannot even print its version, as a developer would start it. */
export async function tryKit(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void> {
  await withScratch(join(tmpdir(), 'planesmith-kit-'), async (folder) => {
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
    const problem = await problemOf(folder);
    if (problem === undefined) return;
    throw new UserError(`the kit does not start: ${problem}`, {
      hint: 'while it is loaded, the configuration and what it imports may not touch files, network or processes: a kit runs without rights',
    });
  });
}

/** The message with which the kit in the folder ends; undefined if it starts. */
function problemOf(folder: string): Promise<string | undefined> {
  const args = [join(folder, 'bin', 'kit.cjs'), '--version'];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: tmpdir() }, (error, _, stderr) => {
      const [, message = stderr.trim().split('\n', 1)[0]] =
        /^error: (?:the kit does not start: )?(.*)$/m.exec(stderr) ?? [];
      done(error === null ? undefined : message);
    });
  });
}

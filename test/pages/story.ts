/** The story of a page: it happens in a copy of this repository, beside the kit of the release that it begins with. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { installKit, runProgram } from '../release/kit.ts';
import { copyRepository } from '../repository/copy.ts';

/** A copy in which `kit` is the file name of this repository's own kit. */
export async function beginStory(name: string, kit: string) {
  const [{ tarball, remove }, { folder, remove: end }] = await Promise.all([installKit(), copyRepository(name)]);
  await copyFile(tarball, join(folder, kit));
  remove();
  return {
    folder,
    /** Runs a command of the page, such as `npx planesmith check`, with more arguments. */
    run(command: string, ...more: readonly string[]) {
      const [, , ...args] = command.split(' ');
      return runProgram(folder, [join(folder, 'engine/bin/planesmith.cjs'), ...args, ...more]);
    },
    /** Replaces the first text of each pair, which the file must have, by the second one. */
    async edit(path: string, changes: readonly (readonly [string, string])[]): Promise<void> {
      const file = join(folder, path);
      let text = await readFile(file, 'utf8');
      for (const [before, after] of changes) {
        expect(text).toContain(before);
        text = text.replace(before, after);
      }
      await writeFile(file, text);
    },
    end,
  };
}

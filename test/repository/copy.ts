/** A copy of this repository's files in a folder of its own, with the packages that npm installed here. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = resolve(import.meta.dirname, '../..');

export interface Copy {
  readonly folder: string;
  /** What a program prints that runs in the copy; rejects with all of it where it fails. */
  run(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
  /** Compiles these files and folders with all that they import; rejects if there are errors. */
  compile(include: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** A copy below a folder of that name; it needs no git, so that it can be made of a released archive too. */
export async function copyRepository(name: string): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), `planesmith ${name} `));
  const left = new Set(
    ['node_modules', 'dist', '.git'].flatMap((path) => [join(root, path), join(root, 'engine', path)]),
  );
  // A build puts dist/ together in a folder beside it.
  const filter = (path: string) => !left.has(path) && !basename(path).startsWith('.dist-');
  // Of thousands of small files: `cp` takes three times as much of the processor.
  cpSync(root, folder, { recursive: true, filter });
  // npm gives the engine a folder of its own for what the platform has in another version.
  for (const modules of ['node_modules', 'engine/node_modules']) {
    if (existsSync(join(root, modules))) await symlink(join(root, modules), join(folder, modules));
  }
  const runIn: Copy['run'] = async (command, args, env = {}) => {
    const path = `${root}/node_modules/.bin${delimiter}${process.env['PATH']}`;
    const options = { cwd: folder, env: { ...process.env, PATH: path, ...env }, maxBuffer: 64 << 20 };
    try {
      return (await run(command, args, options)).stdout;
    } catch (cause) {
      const { stdout: out, stderr } = cause as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(' ')} failed:\n${out}\n${stderr}`, { cause });
    }
  };
  return {
    folder,
    run: runIn,
    async compile(include) {
      await writeFile(join(folder, 'part.json'), JSON.stringify({ extends: './tsconfig.json', include }));
      // With one thread it takes the least of the machine, which other tests share.
      await runIn('tsc', ['--project', 'part.json', '--singleThreaded']);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The kit of this platform, in a folder as npm installs it, for tests that use it as a developer does. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kitFile, sitePages } from 'planesmith/release';
import platform from '../../planesmith.config.ts';
import { root } from '../repository/copy.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InstalledKit {
  /** The application's folder. */
  readonly folder: string;
  /** Absolute. */
  readonly tarball: string;
  /** Absolute: the folder of the package. */
  readonly kit: string;
  /** Runs the command of the kit in the application's folder. */
  run(...args: string[]): Promise<Ran>;
  remove(): void;
}

export const kitName = platform.kit?.name ?? '';

/** The kit, installed in a new folder. */
export async function installKit(): Promise<InstalledKit> {
  const folder = mkdtempSync(join(tmpdir(), 'planesmith-kit-user-'));
  const functions = await platform.loadFunctions();
  const pages = await sitePages(platform, root, functions);
  const { content } = await kitFile(platform, { root, config: 'planesmith.config.ts', functions, pages });
  const tarball = join(folder, 'kit.tgz');
  const kit = join(folder, 'node_modules', kitName);
  mkdirSync(kit, { recursive: true });
  writeFileSync(tarball, content);
  await promisify(execFile)('tar', ['xzf', tarball, '--strip-components', '1', '-C', kit]);
  return {
    folder,
    tarball,
    kit,
    run: (...args) => runProgram(folder, [join(kit, 'bin/kit.cjs'), ...args]),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Runs a program of Node. */
export function runProgram(cwd: string, args: readonly string[]): Promise<Ran> {
  const env = { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' };
  return new Promise((done) =>
    execFile(process.execPath, args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

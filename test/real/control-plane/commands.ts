/** Runs commands of pages as their readers do: in a folder with dist/ and examples/, with kubectl and crossplane on the PATH. */
import { execFile } from 'node:child_process';
import { access, mkdir, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { commands, root, section, textOf } from '../../pages/page.ts';
import { locateTool } from '../tools/tools.ts';
import type { ControlPlane } from './start.ts';

const run = promisify(execFile);

/** The reason why this machine lacks a program that pages name, or undefined if it has them. */
export async function missingForCommands(): Promise<string | undefined> {
  for (const tool of ['kubectl', 'crossplane'] as const) {
    const located = await locateTool(tool);
    if ('missing' in located) return located.missing;
  }
  return undefined;
}

/** The commands under a heading of a page, for a target: pages name `aws`, and say to replace that word. */
export function pageCommands(page: string, heading: string, target = 'local'): string[] {
  return commands(section(textOf(page), heading)).map((command) => command.replaceAll(/\baws\b/g, target));
}

/** Runs one command line in the parent folder of dist/, and returns what it prints. */
export async function type(plane: ControlPlane, dist: string, command: string): Promise<string> {
  const folder = dirname(dist);
  await linkOnce(join(root, 'examples'), join(folder, 'examples'));
  const bin = join(plane.folder, 'bin');
  await mkdir(bin, { recursive: true });
  for (const tool of ['kubectl', 'crossplane'] as const) {
    const located = await locateTool(tool);
    if ('path' in located) await linkOnce(located.path, join(bin, tool));
  }
  const env = { PATH: `${bin}${delimiter}${process.env['PATH']}`, KUBECONFIG: plane.kubeconfig, HOME: plane.folder };
  try {
    return (await run('bash', ['-c', command], { cwd: folder, env })).stdout;
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${command}\n${stdout}${stderr}`, { cause });
  }
}

async function linkOnce(target: string, path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await symlink(target, path);
}

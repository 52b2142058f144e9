/** Runs images without Docker: umoci unpacks them; runc runs them as Kubernetes would, or an emulator does. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Architecture } from 'planesmith/xpkg';
import { type Program, start } from './control-plane/process.ts';
import { locateDebian } from './tools/debian.ts';

const run = promisify(execFile);
const skopeo = await locateDebian('skopeo');
const umoci = await locateDebian('umoci');
const runc = await locateDebian('runc');

/** The reason why this machine cannot run containers, or undefined if it can. */
export const missingForContainers: string | undefined =
  [skopeo, umoci, runc].flatMap((program) => ('missing' in program ? [program.missing] : [])).join(' ') ||
  (process.getuid?.() === 0 ? undefined : 'containers need root: run the tests as root');

/** An image on the disk, ready to be run. */
export interface Bundle {
  /** The folder that umoci wrote, with `config.json` and `rootfs/`. */
  readonly folder: string;
  readonly root: string;
  readonly spec: Spec;
}

interface Spec {
  readonly process: {
    terminal: boolean;
    args: string[];
    readonly env: readonly string[];
    readonly user: { readonly uid: number; readonly gid: number };
  };
  readonly root: { readonly: boolean };
  readonly mounts: object[];
  readonly linux: { namespaces: { readonly type: string }[] };
}

/** Unpacks the image for the architecture of a layout into `folder`, which must not exist. */
export async function unpack(layout: string, tag: string, architecture: Architecture, folder: string): Promise<Bundle> {
  const single = `${folder}-image`;
  await tool(skopeo, `--override-arch=${architecture}`, 'copy', `oci:${layout}:${tag}`, `oci:${single}:${tag}`);
  await tool(umoci, 'unpack', '--image', `${single}:${tag}`, folder);
  const spec = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Spec;
  return { folder, root: join(folder, 'rootfs'), spec };
}

/** A running container. */
export interface Container {
  readonly program: Program;
  /** Runs a command in the container and returns its output. */
  exec(...command: string[]): Promise<string>;
  /** Sends SIGTERM as Kubernetes does, and returns the exit code. */
  terminate(): Promise<number | undefined>;
}

/** Runs the image with a read-only root in this machine's network; the certificates are mounted at Crossplane's path. */
export async function runContainer(bundle: Bundle, certificates: string, args: readonly string[]): Promise<Container> {
  const { folder, spec } = bundle;
  spec.root.readonly = true;
  spec.process.terminal = false;
  spec.process.args.push(...args);
  spec.linux.namespaces = spec.linux.namespaces.filter(({ type }) => type !== 'network');
  spec.mounts.push({ destination: '/tls/server', type: 'bind', source: certificates, options: ['bind', 'ro'] });
  await writeFile(join(folder, 'config.json'), JSON.stringify(spec));

  const name = `planesmith-${process.pid}`;
  const state = ['--root', join(folder, 'state')];
  const program = start('container', folder, pathOf(runc), [...state, 'run', '--bundle', folder, name]);
  return {
    program,
    exec: async (...command) => (await tool(runc, ...state, 'exec', name, ...command)).trim(),
    async terminate() {
      await tool(runc, ...state, 'kill', name, 'TERM');
      await program.stop();
      return program.exitCode();
    },
  };
}

/** Runs the program of an image for another processor in an emulator, without a container. */
export function runEmulated({ root, folder, spec }: Bundle, emulator: string, args: readonly string[]): Program {
  const [command = '', ...rest] = spec.process.args;
  const inRoot = [command, ...rest].map((argument) => (argument.startsWith('/') ? join(root, argument) : argument));
  return start('emulated', folder, emulator, ['-L', root, ...inRoot, ...args]);
}

async function tool(located: typeof runc, ...args: string[]): Promise<string> {
  return (await run(pathOf(located), args)).stdout;
}

function pathOf(located: typeof runc): string {
  if ('missing' in located) throw new Error(located.missing);
  return located.path;
}

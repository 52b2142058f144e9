/** Runs a program that insists on a fixed port in a private network, from which it reaches chosen loopback ports. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { forward } from './forward.ts';
import type { Program } from './process.ts';
import type { ControlPlane } from './start.ts';

const run = promisify(execFile);

export interface Launch {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The ports of 127.0.0.1 that the program may reach, under the same numbers. */
  readonly ports: readonly number[];
}

/** The reason why this machine cannot make private networks, or undefined if it can. */
export async function missingForOwnNetwork(): Promise<string | undefined> {
  try {
    await run('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']);
    return undefined;
  } catch {
    return "providers need a network of their own, since they and the function want the same port: run this as root, with CAP_SYS_ADMIN, util-linux's unshare and iproute2.";
  }
}

/** Starts a program in a private network. Every port is forwarded over a Unix socket, which all networks can reach. */
export async function startInOwnNetwork({ folder, start }: ControlPlane, launch: Launch): Promise<Program> {
  const { name, command, args, env, ports } = launch;
  const socketOf = (port: number) => join(folder, `${name}-${port}.sock`);
  const gates = await Promise.all(ports.map((port) => forward({ path: socketOf(port) }, { port, host: '127.0.0.1' })));
  const inside = fileURLToPath(new URL('inside-own-network.ts', import.meta.url));
  const doors = ports.map((port) => `${port}=${socketOf(port)}`).join(',');
  const script = 'ip link set lo up && exec "$@"';
  const program = start(
    name,
    'unshare',
    ['--net', 'sh', '-c', script, 'sh', process.execPath, inside, doors, command, ...args],
    env,
  );
  return {
    ...program,
    async stop() {
      await program.stop();
      for (const gate of gates) gate.close();
    },
  };
}

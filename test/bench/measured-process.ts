/** Runs a server in its own process on its own core, and reads its costs from the kernel. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';

/** The reason why this machine cannot measure costs, or undefined if it can. */
export const unmeasurable =
  process.platform === 'linux' ? undefined : 'costs are read from /proc, which only Linux has';

const isPinned = (() => {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return availableParallelism() > 1;
  } catch {
    return false;
  }
})();

/** A sentence on how servers and their load share the machine. */
export const sharing = isPinned
  ? 'servers run on core 0, the load on them on the others'
  : 'servers and the load on them share the cores: there is no taskset, or just one core';

/** Runs `measure` with core 0 left to the servers that it starts. */
export async function besideServers<T>(measure: () => Promise<T>): Promise<T> {
  const cores = availableParallelism();
  const use = (range: string) =>
    isPinned && execFileSync('taskset', ['-apc', range, String(process.pid)], { stdio: 'ignore' });
  use(`1-${cores - 1}`);
  try {
    return await measure();
  } finally {
    use(`0-${cores - 1}`);
  }
}

/** A port of the loopback interface that no program was using. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A process that was started to be measured. */
export class MeasuredProcess {
  readonly #child: ChildProcess;
  #output = '';

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    const [command = program, ...rest] = [...(isPinned ? ['taskset', '-c', '0'] : []), program, ...args];
    this.#child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-2000)));
  }

  /** Resolves when the port accepts connections; rejects with the process's output if it ends or takes a minute. */
  async listening(port: number): Promise<void> {
    for (let left = 30_000; left > 0; left -= 1) {
      if (await accepts(port)) return;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`no server on port ${port}: ${this.#output.trim()}`);
  }

  /** Seconds of processor time so far, user and system, of all its threads. */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime and stime in ticks of 10 ms (man 5 proc_pid_stat).
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Resident memory in MB, now and at its highest. */
  memory(): { now: number; peak: number } {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Starts programs in the background that end with the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
  readonly name: string;
  readonly log: string;
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  /** Undefined while it runs. */
  exitCode(): number | undefined;
  /** Resolves when the process is gone; after ten seconds it is killed. */
  stop(): Promise<void>;
}

/** A running program whose output goes to `<folder>/<name>.log`. */
export function start(
  name: string,
  folder: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Program {
  const log = `${folder}/${name}.log`;
  const output = createWriteStream(log, { flags: 'a' });
  const child: ChildProcess = spawn(command, args, { env: { PATH: process.env['PATH'], HOME: folder, ...env } });
  child.stdout?.pipe(output);
  child.stderr?.pipe(output);
  let code: number | undefined;
  const gone = new Promise<void>((resolve) => {
    const end = (value: number) => {
      code ??= value;
      resolve();
    };
    child.once('exit', (value) => end(value ?? 128));
    child.once('error', () => end(127));
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  endOnSignals();

  return {
    name,
    log,
    pid: child.pid,
    exitCode: () => code,
    async stop() {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(killer);
      process.off('exit', killWithUs);
      output.end();
    },
  };
}

let endsOnSignals = false;

/** Lets a signal run the exit handlers of this process. Without them the programs would survive it. */
function endOnSignals(): void {
  if (endsOnSignals) return;
  endsOnSignals = true;
  process.setMaxListeners(100);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/**
 * Limits are those of a quiet machine. One that does other work too gets three times as long, and no more than four minutes: an open circuit
 * breaker of Crossplane stays open for five.
 */
const patient = (seconds: number) => Math.max(seconds, Math.min(3 * seconds, 240));

/** Resolves with the first answer that is not undefined; rejects with `what` and the last reason if that takes much longer than `seconds`. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const limit = patient(seconds);
  const began = Date.now();
  const deadline = began + limit * 1000;
  let reason = 'never true';
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    // Some questions list everything, so that those of a long wait take the machine from whatever is waited for.
    await sleep(Math.min(Math.max(100, (Date.now() - began) / 20), 500));
  } while (Date.now() < deadline);
  throw new Error(`waited ${limit} s for ${what}: ${reason}`);
}

/** Resolves once `isUp` is true; rejects with the end of the program's log if it stops or does not come up. */
export async function untilUp(program: Program, seconds: number, isUp: () => Promise<boolean>): Promise<void> {
  try {
    await until(`${program.name} to be up`, seconds, async () => {
      if (program.exitCode() !== undefined) return false;
      return (await isUp()) || undefined;
    });
  } catch (error) {
    throw new Error(`${program.name} is not up:\n${await tail(program.log)}`, { cause: error });
  }
  if (program.exitCode() !== undefined) throw new Error(`${program.name} stopped:\n${await tail(program.log)}`);
}

/** The last lines of a log. */
export async function tail(log: string, lines = 15): Promise<string> {
  return (await readFile(log, 'utf8').catch(() => '(no log)')).trim().split('\n').slice(-lines).join('\n');
}

/** A port of 127.0.0.1 that nothing listened on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Runs the tests against real programs in three lanes at the same time. Those that start a control plane mostly wait, so two lanes take them, a file
 * at a time; all others run beside them, and their lane helps then. Prints what a run said when it is over, and at the end what failed, once more, and the sum of all:
 * who reads only the last lines of a long log sees the failure.
 */
import { execFileSync, spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { inLane } from './lane.ts';

const root = resolve(import.meta.dirname, '../..');
const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/real/vitest.config.ts'];
/** The longest, which begin first, so that no lane is left alone with one of them. */
const longest = ['control-plane.test.ts', 'ending.test.ts', 'frugal.test.ts'];

interface Run {
  readonly code: number;
  readonly text: string;
  /** What it wrote to stderr, which is where Vitest tells failures. */
  readonly errors: string;
}

/** Whether a test file starts a control plane, or floods a server and therefore wants no heavy neighbour of its own lane. */
function needsTurn(file: string): boolean {
  return /control-plane\/(start|process)\.ts|flood\.ts/.test(readFileSync(resolve(root, file), 'utf8'));
}

/** Runs test files in a lane, and prints their output when they are done. */
function run(files: readonly string[], lane: number): Promise<Run> {
  const { promise, resolve: done, reject } = Promise.withResolvers<Run>();
  const { command, args, env } = inLane([...vitest, ...files], lane);
  const program = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  let text = '';
  let errors = '';
  program.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  program.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
    process.stderr.write(chunk);
  });
  program.on('error', reject);
  program.on('close', (code) => {
    process.stdout.write(text);
    done({ code: code ?? 1, text, errors });
  });
  return promise;
}

/** Runs the files of a queue one after the other, while other lanes take from it too. */
async function drain(queue: string[], lane: number): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) runs.push(await run([file], lane));
  return runs;
}

/** The numbers of a closing line; one failure if there is none. */
function countsIn({ text }: Run): readonly number[] {
  return /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(text)?.slice(1).map(Number) ?? [0, 1, 0];
}

/** Whether lanes can have hosts files of their own here. */
function hasMounts(): boolean {
  try {
    const { command, args, env } = inLane(['true'], 1);
    execFileSync(command, args, { stdio: 'ignore', env });
    return true;
  } catch {
    return false;
  }
}

const files = globSync('test/real/*.test.ts', { cwd: root }).toSorted();
const rank = (file: string) => (longest.indexOf(basename(file)) + longest.length + 1) % (longest.length + 1);
const queue = files.filter(needsTurn).toSorted((a, b) => rank(a) - rank(b));
const others = files.filter((file) => !needsTurn(file));
const mayShare = hasMounts();
const runs = await Promise.all([
  drain(queue, 0),
  mayShare ? drain(queue, 1) : [],
  // Once all others are done, their lane takes what is left of the queue.
  run(others, 0).then(async (beside) => [beside, ...(mayShare ? await drain(queue, 2) : [])]),
]);
const all = runs.flat();
const [passed, failed, skipped] = [0, 1, 2].map((index) =>
  all.reduce((sum, one) => sum + (countsIn(one)[index] ?? 0), 0),
);
for (const { code, errors } of all) if (code !== 0) console.log(`\nWhat failed, once more:\n${errors}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = Math.max(...all.map(({ code }) => code));

/**
 * Runs the tests against real programs in two halves at the same time: those that start a control plane, which mostly wait, one after the
 * other, and all others beside them. Prints one half as it runs, the other one when it is done, and at the end the sum of both.
 */
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/real/vitest.config.ts'];

interface Half {
  readonly code: number;
  readonly text: string;
}

/** Whether a test file starts a control plane, or floods a server and therefore wants no heavy neighbour of its own half. */
function needsTurn(file: string): boolean {
  return /control-plane\/(start|process)\.ts|flood\.ts/.test(readFileSync(resolve(root, file), 'utf8'));
}

/** Runs test files, and resolves when they are done. With `show`, their output appears at once. */
function run(files: readonly string[], show: boolean): Promise<Half> {
  const { promise, resolve: done, reject } = Promise.withResolvers<Half>();
  const program = spawn(process.execPath, [...vitest, ...files], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  program.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (show) process.stdout.write(chunk);
  });
  program.on('error', reject);
  program.on('close', (code) => done({ code: code ?? 1, text }));
  return promise;
}

/** The numbers of a closing line; undefined if there is none. */
function countsIn(text: string): readonly number[] | undefined {
  return /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(text)?.slice(1).map(Number);
}

const files = globSync('test/real/*.test.ts', { cwd: root }).toSorted();
const beside = run(
  files.filter((file) => !needsTurn(file)),
  false,
).then((half) => {
  process.stdout.write(half.text);
  return half;
});
const halves = await Promise.all([run(files.filter(needsTurn), true), beside]);
const counts = halves.map(({ text }) => countsIn(text) ?? [0, 1, 0]);
const [passed, failed, skipped] = [0, 1, 2].map((index) => counts.reduce((sum, half) => sum + (half[index] ?? 0), 0));
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = Math.max(...halves.map(({ code }) => code));

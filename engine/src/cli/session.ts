/** The parts that all commands share: the global options, and printing to the two streams. */
import { styleText } from 'node:util';
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { printable, visible, withoutCommands } from './printable.ts';
import { wrap } from './wrap.ts';

/** The global options. */
export interface Session {
  readonly config: string;
  readonly output: 'text' | 'json' | 'yaml';
}

/** The configuration if none is named; a platform in JavaScript has planesmith.config.js instead. */
export const usualConfig = 'planesmith.config.ts';

/** An action for commander, which passes arguments, options and the command itself; the exit code of `action` becomes that of the process. */
export function run<Arguments extends unknown[]>(action: (session: Session, ...args: Arguments) => Promise<ExitCode>) {
  return async (...args: unknown[]): Promise<void> => {
    const command = args.at(-1) as Command;
    process.exitCode = await action(command.optsWithGlobals<Session & object>(), ...(args.slice(0, -1) as Arguments));
  };
}

/** Writes a result to stdout, as it is unless a person or GitHub's runner reads it: what comes from a claim must command neither. */
export function print(text: string): void {
  const data = process.env['GITHUB_ACTIONS'] ? withoutCommands(text) : text;
  const shown = process.stdout.isTTY ? visible(data.replaceAll('\r\n', '\n')) : data;
  process.stdout.write(shown.endsWith('\n') || shown === '' ? shown : `${shown}\n`);
}

/** Wider lines are hard to read. */
const widest = 100;

/**
 * Writes a text for reading to stdout. Only a terminal gets it in lines of its width: in a pipe every sentence stays on one line, so that
 * `grep` finds it.
 */
export function printProse(text: string): void {
  print(process.stdout.isTTY ? wrap(visible(text), Math.min(process.stdout.columns, widest)) : text);
}

/** Writes a message to stderr. */
export function tell(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** Writes an error to stderr. */
export function tellError(text: string): void {
  process.stderr.write(`${styleText('red', 'error:', { stream: process.stderr })} ${printable(text)}\n`);
}

/** Writes a result to stdout as data. */
export async function printData(format: 'json' | 'yaml', value: object): Promise<void> {
  if (format === 'json') print(JSON.stringify(value, null, 2));
  else print((await import('../yaml/index.ts')).toYaml(value));
}

/** A message that GitHub shows beside the lines of a change. */
export interface Annotation {
  /** @default 'error' */
  readonly level?: 'error' | 'warning';
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * In a GitHub Actions run, prints the message as an annotation, on stderr so that results on stdout stay clean.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotate({ level = 'error', message, file, line, column }: Annotation): void {
  if (!process.env['GITHUB_ACTIONS']) return;
  const where = Object.entries({ file, line, col: column }).filter(([, value]) => value !== undefined);
  const properties = where.map(
    ([key, value]) => `${key}=${escape(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  process.stderr.write(`::${level} ${properties.join(',')}::${escape(message)}\n`);
}

/** `1 package`, `2 packages`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function escape(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

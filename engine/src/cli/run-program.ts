/** Runs a program of commands, from arguments to an exit code. */
import { type Command, CommanderError, Option } from 'commander';
import { UserError } from '../errors.ts';
import { isRefusal } from '../files.ts';
import { callerPlace, placeText } from '../platform/place.ts';
import type { ExitCode } from './exit-code.ts';
import { annotate, tell, tellError } from './session.ts';

/** The option of every command for the form of its result. */
export function outputOption(): Option {
  return new Option('-o, --output <format>', 'form of the result').choices(['text', 'json', 'yaml']).default('text');
}

/** Runs `work`, and ends the process with its exit code: files of the platform may leave timers behind. */
export async function runToEnd(work: () => Promise<unknown>): Promise<void> {
  // A reader such as `head` closes the pipe once it has enough lines, which is not an error. The work goes on without it, since its exit code is the verdict.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  process.on('uncaughtException', (error) => {
    process.exitCode = exitCodeOf(error);
    endProcess();
  });
  process.on('exit', refuseEnd);
  // Node ends a process that waits for nothing that can still happen, and with 0.
  const stuck = (): void => {
    // The loading of a file says better what is stuck.
    if (process.listenerCount('beforeExit') > 1) return;
    tellError(
      'this command waits for something that never comes: a promise in the code of the platform or of planesmith',
    );
    process.exitCode = 70;
    endProcess();
  };
  process.on('beforeExit', stuck);
  try {
    await work();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
  process.off('beforeExit', stuck);
  for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write('', written));
  endProcess();
}

/** Ends the process with the exit code that is set. */
export function endProcess(): never {
  letEnd();
  process.exit();
}

/** Lets code of the platform end the process from now on. Whoever started this process hears of it by the exit code. */
export function letEnd(): void {
  process.off('exit', refuseEnd);
}

/** Code of the platform that ends the process, as it is loaded or called, chooses the exit code, which would read as a verdict. */
function refuseEnd(code: number): void {
  Error.stackTraceLimit = 100;
  const place = callerPlace();
  const who = place === undefined ? 'the code of the platform' : placeText(place);
  tellError(`${who} ends this process with exit code ${code}, before the command is done`);
  tell('  hint: take `process.exit` out of it');
  process.exitCode = 2;
}

/** Adds what all programs of the engine have in common. */
export function configured(root: Command): Command {
  return root
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('  hint: the same line with --help says what it takes')
    .exitOverride();
}

/** Prints the error to stderr, and returns the exit code for it. */
function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const mistake = error instanceof UserError ? error : unwritten(error);
  try {
    if (mistake === undefined) {
      tell((error instanceof Error ? error.stack : undefined) ?? String(error));
      tell('This is a bug in planesmith or in the platform: please report it with the lines above.');
    } else {
      tellError(mistake.message);
      if (mistake.hint) tell(`  hint: ${mistake.hint}`);
      annotate({ message: mistake.message });
    }
  } catch (failure) {
    // Where stderr cannot be written either, only the exit code says it.
    if (unwritten(failure) === undefined) throw failure;
  }
  return mistake === undefined ? 70 : 2;
}

/** What a person can do if the operating system does not take what a command prints; undefined for any other error. */
function unwritten(error: unknown): UserError | undefined {
  if (!isRefusal(error) || error.syscall !== 'write' || error.path !== undefined) return undefined;
  return new UserError(`the output cannot be written: ${error.message}`, {
    hint: 'make room on the disk, or send it elsewhere',
    cause: error,
  });
}

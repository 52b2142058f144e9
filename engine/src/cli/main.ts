/** Runs the command line, from arguments to an exit code. */
import { Command, CommanderError, Option } from 'commander';
import { UserError } from '../errors.ts';
import manifest from '../../package.json' with { type: 'json' };
import { build } from './build.ts';
import { check } from './check.ts';
import { claim } from './claim.ts';
import { explain } from './explain.ts';
import type { ExitCode } from './exit-code.ts';
import { init } from './init.ts';
import { models } from './models.ts';
import { mount } from './mount.ts';
import { render } from './render.ts';
import { serve } from './serve.ts';
import { annotate, tell, tellError, usualConfig } from './session.ts';
import { start } from './start.ts';
import { newCommand } from './new.ts';
import { overlay } from './overlay.ts';
import { validate } from './validate.ts';

const commands = [
  start,
  claim,
  explain,
  validate,
  overlay,
  render,
  mount,
  check,
  build,
  init,
  newCommand,
  models,
  serve,
];

/**
 * Runs the command that `argv` names (without node and script), and ends the process with its exit code: files of the platform may leave
 * timers behind.
 */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader such as `head` closes the pipe once it has enough lines, which is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  process.on('uncaughtException', (error) => {
    process.exitCode = exitCodeOf(error);
    process.exit();
  });
  // Node ends a process that waits for nothing that can still happen, and with 0.
  const stuck = (): void => {
    // The loading of a file says better what is stuck.
    if (process.listenerCount('beforeExit') > 1) return;
    tellError(
      'this command waits for something that never comes: a promise in the code of the platform or of planesmith',
    );
    process.exitCode = 70;
  };
  process.on('beforeExit', stuck);
  try {
    await program().parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
  process.off('beforeExit', stuck);
  for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write('', written));
  process.exit();
}

function program(): Command {
  const root = new Command('planesmith')
    .description(manifest.description)
    .version(manifest.version)
    .addOption(new Option('--config <file>', 'the platform').default(usualConfig))
    .addOption(
      new Option('-o, --output <format>', 'form of the result').choices(['text', 'json', 'yaml']).default('text'),
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of commands) add(root);
  return root;
}

/** Prints the error to stderr, and returns the exit code for it. */
function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    tellError(error.message);
    if (error.hint) tell(`  hint: ${error.hint}`);
    annotate({ message: error.message });
    return 2;
  }
  tell((error instanceof Error ? error.stack : undefined) ?? String(error));
  tell('This is a bug in planesmith or in the platform: please report it with the lines above.');
  return 70;
}

/** The process of a function's image, from its command line to its exit code. */
import { UserError } from '../errors.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import type { Handler } from '../runtime/index.ts';
import { type Log, logJson } from './log.ts';
import { helpText, readOptions } from './options.ts';
import { serve } from './server.ts';

/** Loads functions, so that a mistake in them ends the process with one line of the log and not with a stack. */
export interface FunctionsSource {
  readonly load: () => Promise<{ readonly functions?: AnyFunctions }>;
}

/**
 * Serves until SIGTERM or SIGINT, and resolves to the exit code. It is 0 after an orderly end, 2 for wrong use or unusable
 * certificates and ports, and 70 for a bug.
 *
 * The caller must pass the code to `process.exit`, since functions may leave timers behind.
 */
export async function main(
  source: AnyFunctions | Handler | FunctionsSource,
  argv: readonly string[] = process.argv.slice(2),
  env: NodeJS.ProcessEnv = process.env,
  log: Log = logJson,
): Promise<number> {
  // Process 1 of a container ignores signals without a handler, so the handlers come before any slow step.
  const stop = new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
  try {
    const options = readOptions(argv, env);
    if (options === 'help') {
      process.stdout.write(`${helpText}\n`);
      return 0;
    }
    const server = await serve(isSource(source) ? await loaded(source) : source, options, log);
    const signal = await stop;
    log('INFO', 'stopping', { signal });
    await server.close();
    log('INFO', 'stopped');
    return 0;
  } catch (error) {
    if (error instanceof UserError) {
      log('ERROR', error.message, { hint: error.hint });
      return 2;
    }
    log('ERROR', 'this is a bug', { stack: error instanceof Error ? error.stack : String(error) });
    return 70;
  }
}

function isSource(source: AnyFunctions | Handler | FunctionsSource): source is FunctionsSource {
  return typeof source === 'object' && typeof source.load === 'function';
}

async function loaded({ load }: FunctionsSource): Promise<AnyFunctions> {
  try {
    const { functions } = await load();
    if (functions === undefined) throw new UserError('there is no export `functions`');
    return functions;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`cannot load the functions: ${reason}`, {
      hint: 'planesmith serve, in the folder of the platform, names the file and line',
      cause,
    });
  }
}

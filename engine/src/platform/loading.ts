/** Runs the platform's own files, and reports a mistake in them by file and line instead of by a stack of the engine. */
import { relative } from 'node:path';
import { inspect } from 'node:util';
import { UserError } from '../errors.ts';
import { type Place, placeOf, placeText } from './place.ts';

/** The engine may throw many calls below the file of the platform, and Node records ten of them. */
const deep = 100;
const usual = Error.stackTraceLimit;

/**
 * What `load` returns; anything it throws becomes a `UserError` that begins with `title`, file and line.
 * `fallback` gives the place of a mistake that no line throws, such as a missing export.
 */
export async function loading<T>(title: string, load: () => Promise<T>, fallback?: () => Place | undefined) {
  try {
    Error.stackTraceLimit = deep;
    return await unlessStuck(load);
  } catch (error) {
    throw mistake(`cannot load ${title}`, error, fallback);
  } finally {
    Error.stackTraceLimit = usual;
  }
}

/** The same for a function of the platform that is called later. */
export function calling<T>(title: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw mistake(title, error);
  }
}

/** What refuses each file that is being loaded. */
const waiting = new Set<() => void>();
const refuseAll = (): void => waiting.forEach((refuse) => refuse());

/** The time that a platform's own files have to load, in milliseconds. */
const patience = 60_000;

/** What `load` returns. If it waits for nothing that can still happen, Node would end the process without an error. */
async function unlessStuck<T>(load: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const refuse = (): void => reject(new UserError('a top-level `await` in one of its files never ends'));
  const timer = setTimeout(() => reject(new UserError(`it is not loaded after ${patience / 1000} seconds`)), patience);
  // It must not keep the process waiting, which could then not be seen to be stuck.
  timer.unref();
  // One listener for all, since Node warns of more than ten.
  if (waiting.size === 0) process.on('beforeExit', refuseAll);
  waiting.add(refuse);
  try {
    return await Promise.race([load(), promise]);
  } finally {
    clearTimeout(timer);
    waiting.delete(refuse);
    if (waiting.size === 0) process.off('beforeExit', refuseAll);
  }
}

function mistake(title: string, cause: unknown, fallback?: () => Place | undefined): UserError {
  const place = (cause instanceof Error ? placeOf(cause) : undefined) ?? fallback?.();
  const message = cause instanceof Error ? cause.message : `${inspect(cause)} was thrown`;
  const isUserError = cause instanceof UserError;
  const known = missingModel(cause) ?? unreadByNode(cause);
  return new UserError(
    `${title}${place === undefined ? '' : ` (${placeText(place)})`}: ${known?.message ?? (isUserError ? message : message.split('\n', 1)[0])}`,
    { hint: (isUserError ? cause.hint : known?.hint) ?? usualHint(cause, place), cause },
  );
}

/** Node checks no types, so what the compiler refuses fails here, deep in the engine and often at another line than the mistake. */
function usualHint(cause: unknown, place: Place | undefined): string {
  const again = 'correct the file and try again';
  const isTyped = place !== undefined && /\.[cm]?ts$/.test(place.file);
  return isTyped && cause instanceof TypeError ? `${again}; \`npx tsc\` names a value of another type` : again;
}

/** What to say of a model that a function imports before it is generated, as authors are told to; undefined for any other error. */
function missingModel(error: unknown): Remedy | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, path] =
    /^Cannot find module '([^']*\/models\/[^/']+\/[^/']+\/[\w.-]+\.[jt]s)' imported/.exec(error.message) ?? [];
  if (path === undefined) return undefined;
  return { message: `there is no ${relative('', path)}`, hint: '`npx planesmith models` generates it' };
}

interface Remedy {
  readonly message: string;
  readonly hint: string;
}

/** What to say of a file that is right, but that this Node does not read; undefined for any other error. */
function unreadByNode(error: unknown): Remedy | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, message } = error as NodeJS.ErrnoException;
  const [path = ''] = /\/[^"]+\.[cm]?tsx?\b/.exec(message) ?? [];
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && path !== '') {
    return {
      message: `this Node (${process.version}) runs no TypeScript, such as ${relative('', path)}`,
      hint: 'use a Node that strips types, without an option such as --no-strip-types, or write the file in JavaScript',
    };
  }
  if (code === 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING') {
    return {
      message: `Node runs no TypeScript below node_modules, such as ${relative('', path)}`,
      hint: 'import a package that has JavaScript, or keep the file in the folder of the platform',
    };
  }
  return undefined;
}

/** Loads the platform's own files, and tells of mistakes in them by file and line instead of by a stack of the engine. */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';

/** What `load` returns; whatever a file throws while it is loaded becomes a `UserError` that begins with `title`. */
export async function loading<T>(title: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const [message, hint] =
      cause instanceof UserError ? [cause.message, cause.hint] : [cause.message.split('\n', 1)[0], undefined];
    throw new UserError(`cannot load ${title}${whereOf(cause)}: ${message}`, {
      hint: hint ?? 'mend the file and try again',
      cause,
    });
  }
}

/** The first place outside the engine and npm's packages in the stack, as ` (apis/cache.ts:12)`; of a syntax error, its own. */
function whereOf({ stack = '' }: Error): string {
  for (const [, url = '', line] of stack.matchAll(/(file:\/\/[^\s:)]+):(\d+)/g)) {
    const path = fileURLToPath(url);
    if (!path.startsWith(engine) && !path.includes('/node_modules/')) return ` (${relative('', path)}:${line})`;
  }
  return '';
}

const engine = `${resolve(import.meta.dirname, '..')}/`;

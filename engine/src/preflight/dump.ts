/** Reads the answers of an API server from a dump: a folder with a file per path, or one JSON file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { UserError } from '../errors.ts';

/**
 * The texts by path. In a folder, the file `apis/apps/v1/daemonsets.json` has the answer to `/apis/apps/v1/daemonsets`; a file maps paths to
 * answers, or to what kubectl said in place of one. Throws a `UserError` for a dump that cannot be read or has no answer.
 */
export function readDump(path: string): ReadonlyMap<string, string> {
  const texts = isFolder(path) ? inFolder(path) : inFile(path);
  if (texts.size > 0) return texts;
  throw new UserError(`${path} has no answer of an API server`, {
    hint: 'docs/preflight.md has the command that writes a dump',
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(`there is no dump ${path}`, { cause: error, hint: 'name a folder or a JSON file' });
  }
}

function inFolder(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.json'),
  );
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [
        `/${relative(folder, file)
          .split(sep)
          .join('/')
          .replace(/\.json$/, '')}`,
        readFileSync(file, 'utf8'),
      ];
    }),
  );
}

function inFile(file: string): ReadonlyMap<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file} is no JSON`, { cause: error, hint: 'it maps paths such as /version to answers' });
  }
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const stray = entries.find(([path]) => !path.startsWith('/'));
  if (stray !== undefined) {
    throw new UserError(`${file} has "${stray[0]}", which is no path of an API server`, {
      hint: 'it maps paths such as /version to answers',
    });
  }
  return new Map(entries.map(([path, answer]) => [path, typeof answer === 'string' ? answer : JSON.stringify(answer)]));
}

/** Reads the answers of an API server from a dump: a folder with a file per path, or one JSON file. */
import { statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { textIn } from '../files.ts';
import { answersIn } from './answers.ts';

/**
 * The texts by path, of these paths at least those that the dump has. In a folder, the file `apis/apps/v1/daemonsets.json` has the answer to
 * `/apis/apps/v1/daemonsets`; a file maps paths to answers, or to what kubectl said in place of one. Throws a `UserError` for a dump that
 * cannot be read, or in which no API server answers.
 */
export function readDump(dump: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const texts = isFolder(dump) ? inFolder(dump, paths) : inFile(dump);
  const answers = answersIn(texts);
  if (paths.some((path) => !('why' in answers(path)))) return texts;
  const [said = ''] = paths.flatMap((path) => texts.get(path)?.trim().split('\n', 1) ?? []);
  throw new UserError(`${dump} has no answer of an API server${said === '' ? '' : `, only such as: ${said}`}`, {
    hint: 'docs/preflight.md has the command that writes a dump; it needs a cluster that answers kubectl',
  });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(`there is no dump ${path}`, { cause: error, hint: 'name a folder or a JSON file' });
  }
}

/** Nothing else in the folder is opened, so that a large one costs no time. */
function inFolder(folder: string, paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    paths.flatMap((path): [string, string][] => {
      const text = textIn(folder, `${path.slice(1)}.json`);
      return text === undefined ? [] : [[path, text]];
    }),
  );
}

function inFile(file: string): ReadonlyMap<string, string> {
  const text = textIn('', file) ?? '';
  let value: unknown;
  try {
    value = JSON.parse(text);
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

/** The pointer of a cluster: the line of its file that selects a version. */
import { UserError } from '../errors.ts';
import { readYaml } from '../yaml/index.ts';

/** The text with another version, and every other byte as it was. Throws a `UserError` if the text of `file` has no such line of its own. */
export function withVersion(text: string, file: string, version: string): string {
  const [document] = readYaml(text).documents;
  const pairs = document !== undefined && 'root' in document && document.root.kind === 'map' ? document.root.pairs : [];
  const key = pairs.map((pair) => pair.key).find((each) => each.kind === 'scalar' && each.text === 'version');
  const [, before, old] = (key && field.exec(text.slice(key.offset))) ?? [];
  if (key === undefined || before === undefined || old === undefined) {
    throw new UserError(`${file} has no line \`version: <version>\` of its own`, {
      hint: 'write one, such as `version: 0.1.0`',
    });
  }
  const start = key.offset + before.length;
  return text.slice(0, start) + version + text.slice(start + old.length);
}

/** The field as it stands there, up to its value, and that value with its quotes. An anchor would move another value along. */
const field = /^(["']?version["']?[ \t]*:[ \t]+)("[\w.+-]+"|'[\w.+-]+'|[\w.+-]+)/;

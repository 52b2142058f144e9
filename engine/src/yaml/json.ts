/** Reads the JSON values of a stream as Go's decoder does, with the place of each field. */
import { codeOf, YamlProblem } from './cursor.ts';
import { type MapNode, maxDepth, type Node, type ScalarNode, tooDeep } from './nodes.ts';

const blanks = /[ \t\r\n]*/y;
const token = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;
const [quote, backslash, space] = [codeOf('"'), codeOf('\\'), codeOf(' ')];

/** Returns the JSON value at this offset or after it, and where it ends; undefined if only blanks follow. Throws a `YamlProblem`. */
export function readJson(text: string, start: number): { node: Node; end: number } | undefined {
  let offset = start;
  let depth = 0;

  const passBlanks = (): void => {
    blanks.lastIndex = offset;
    offset += blanks.exec(text)![0].length;
  };
  let ahead = { at: -1, found: '' };
  const next = (): string => {
    passBlanks();
    if (ahead.at !== offset) ahead = { at: offset, found: tokenAt(text, offset) };
    return ahead.found;
  };
  const pass = (sign: string): boolean => {
    if (next() !== sign) return false;
    offset += sign.length;
    return true;
  };
  const expect = (sign: string): void => {
    if (!pass(sign)) throw new YamlProblem(`did not find expected '${sign}'`, offset);
  };
  const items = (close: string, readItem: () => void): void => {
    depth += 1;
    if (depth > maxDepth) throw new YamlProblem(tooDeep, offset);
    for (let isFirst = true; !pass(close); isFirst = false) {
      if (!isFirst) expect(',');
      readItem();
    }
    depth -= 1;
  };
  const scalar = (): ScalarNode => {
    const found = next();
    if (/^[{}[\],:]/.test(found)) throw new YamlProblem('this is no JSON', offset);
    const node: ScalarNode = {
      kind: 'scalar',
      offset,
      text: found,
      plain: false,
      tag: '',
      json: { value: valueOf(found, offset) },
    };
    offset += found.length;
    return node;
  };
  const read = (): Node => {
    const opening = next();
    const at = offset;
    if (pass('[')) {
      const list: Node[] = [];
      items(']', () => list.push(read()));
      return { kind: 'list', offset: at, items: list };
    }
    if (opening !== '{') return scalar();
    offset += 1;
    const pairs: MapNode['pairs'] = [];
    items('}', () => {
      const key = scalar();
      if (typeof key.json?.value !== 'string') throw new YamlProblem('this is no JSON', key.offset);
      expect(':');
      pairs.push({ key, value: read() });
    });
    return { kind: 'map', offset: at, pairs };
  };

  passBlanks();
  return offset === text.length ? undefined : { node: read(), end: offset };
}

function tokenAt(text: string, offset: number): string {
  if (text.charCodeAt(offset) === quote) return textAt(text, offset);
  token.lastIndex = offset;
  const found = token.exec(text)?.[0];
  if (found === undefined) throw new YamlProblem('this is no JSON', offset);
  return found;
}

/** The text in quotes. A regular expression for it would fill the stack. */
function textAt(text: string, start: number): string {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return text.slice(start, at + 1);
    if (code < space) break;
    if (code === backslash) at += 1;
  }
  throw new YamlProblem('a text in quotes has no end', start);
}

/** Go reads half of a pair of surrogates as a replacement character. */
function valueOf(found: string, offset: number): string | number | boolean | null {
  try {
    const value = JSON.parse(found) as string | number | boolean | null;
    return typeof value === 'string' ? value.toWellFormed() : value;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new YamlProblem('a text in quotes has an escape that is no JSON', offset);
    throw cause;
  }
}

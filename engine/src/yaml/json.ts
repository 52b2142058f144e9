/** Reads the JSON values of a stream as Go's decoder does, with the place of each field. */
import { YamlProblem } from './cursor.ts';
import { type MapNode, maxDepth, type Node, type ScalarNode, tooDeep } from './nodes.ts';

const blanks = /[ \t\r\n]*/y;
const token =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

/** Returns the JSON value at this offset or after it, and where it ends; undefined if only blanks follow. Throws a `YamlProblem`. */
export function readJson(text: string, start: number): { node: Node; end: number } | undefined {
  let offset = start;
  let depth = 0;

  const passBlanks = (): void => {
    blanks.lastIndex = offset;
    offset += blanks.exec(text)![0].length;
  };
  const next = (): string => {
    passBlanks();
    token.lastIndex = offset;
    const found = token.exec(text)?.[0];
    if (found === undefined) throw new YamlProblem('this is no JSON', offset);
    return found;
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
      json: { value: valueOf(found) },
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

/** Go reads half of a pair of surrogates as a replacement character. */
function valueOf(found: string): string | number | boolean | null {
  const value = JSON.parse(found) as string | number | boolean | null;
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** Builds the nodes of a document by the rules of libyaml: https://github.com/yaml/go-yaml/blob/v2.4.3/parserc.go */
import { YamlProblem } from './cursor.ts';
import { type AnchoredNode, type ListNode, type MapNode, maxDepth, type Node, tooDeep } from './nodes.ts';
import { undeclared } from './properties.ts';
import { scan } from './scan.ts';
import type { Token } from './tokens.ts';

type Type = Token['type'];

/** Where a node stands: what may begin there differs. */
type Position = 'block' | 'block or list of the key' | 'flow';

/** Returns the root of the first document in `text`, which is at `base` in its file; undefined if there is none. */
export function parse(text: string, base: number): Node | undefined {
  const tokens = scan(text, base);
  const anchors = new Map<string, AnchoredNode>();
  let at = 0;
  let depth = 0;

  const next = (): Token => {
    const token = tokens[at]!;
    if (token.type === 'problem') throw token.problem;
    return token;
  };
  const isNext = (...types: readonly Type[]): boolean => types.includes(next().type);
  const pass = (type: Type): boolean => {
    if (next().type !== type) return false;
    at += 1;
    return true;
  };
  const empty = (offset = next().offset): Node => ({ kind: 'scalar', offset, text: '', plain: true, tag: '' });

  const collection = <T extends ListNode | MapNode>(node: T, anchor: string, fill: (node: T) => void): T => {
    if (anchor !== '') anchors.set(anchor, node);
    depth += 1;
    if (depth > maxDepth) throw new YamlProblem(tooDeep, node.offset);
    fill(node);
    depth -= 1;
    return node;
  };

  const readNode = (position: Position): Node => {
    const first = next();
    if (first.type === 'alias') {
      at += 1;
      const target = anchors.get(first.text);
      if (target === undefined) throw new YamlProblem(`unknown anchor '${first.text}' referenced`, first.offset);
      return { kind: 'alias', offset: first.offset, name: first.text, target };
    }
    const { anchor, tag } = readProperties();
    const token = next();
    const { offset } = token;
    if (token.type === 'block entry' && position === 'block or list of the key') {
      return collection({ kind: 'list', offset, items: [] }, anchor, fillList);
    }
    if (token.type === 'scalar') {
      at += 1;
      const plain = tag === '!' || (token.plain && tag === '');
      return anchored({ kind: 'scalar', offset, text: token.text, plain, tag }, anchor);
    }
    if (pass('flow list')) return collection({ kind: 'list', offset, items: [] }, anchor, fillFlowList);
    if (pass('flow map')) return collection({ kind: 'map', offset, pairs: [] }, anchor, fillFlowMap);
    if (position !== 'flow' && pass('block list')) {
      return collection({ kind: 'list', offset, items: [] }, anchor, (list) => (fillList(list), end(list, "'-'")));
    }
    if (position !== 'flow' && pass('block map'))
      return collection({ kind: 'map', offset, pairs: [] }, anchor, fillMap);
    if (anchor !== '' || tag !== '') {
      return anchored({ kind: 'scalar', offset: first.offset, text: '', plain: tag === '', tag }, anchor);
    }
    throw new YamlProblem('did not find expected node content', offset);
  };

  const anchored = <T extends AnchoredNode>(node: T, anchor: string): T => {
    if (anchor !== '') anchors.set(anchor, node);
    return node;
  };

  /** An anchor and a tag, in either order. */
  const readProperties = (): { anchor: string; tag: string } => {
    const properties = { anchor: '', tag: '' };
    for (let token = next(); token.type === 'anchor' || token.type === 'tag'; token = next()) {
      if (properties[token.type] !== '') break;
      if (token.text.startsWith(undeclared)) {
        throw new YamlProblem(`the tag handle ${token.text.slice(undeclared.length)} is not declared`, token.offset);
      }
      properties[token.type] = token.text;
      at += 1;
    }
    return properties;
  };

  const end = ({ offset }: Node, expected: string): void => {
    if (!pass('block end')) throw new YamlProblem(`did not find expected ${expected}`, Math.max(offset, next().offset));
  };

  const fillList = ({ items }: ListNode): void => {
    while (isNext('block entry')) {
      const { offset } = next();
      at += 1;
      items.push(isNext('block entry', 'block end', 'key', 'value') ? empty(offset) : readNode('block'));
    }
  };

  const fillMap = (map: MapNode): void => {
    while (pass('key')) {
      const key = isNext('key', 'value', 'block end') ? empty() : readNode('block or list of the key');
      const hasValue = pass('value') && !isNext('key', 'value', 'block end');
      map.pairs.push({ key, value: hasValue ? readNode('block or list of the key') : empty() });
    }
    end(map, 'key');
  };

  const fillFlowList = ({ items }: ListNode): void => {
    for (let isFirst = true; !isNext('flow list end'); isFirst = false) {
      if (!isFirst && !pass('flow entry')) throw new YamlProblem("did not find expected ',' or ']'", next().offset);
      if (pass('key')) items.push(readPair());
      else if (!isNext('flow list end')) items.push(readNode('flow'));
    }
    at += 1;
  };

  /** A map with one pair and without braces, in a flow list. */
  const readPair = (): Node => {
    const { offset } = next();
    const map: MapNode = { kind: 'map', offset, pairs: [] };
    return collection(map, '', ({ pairs }) => {
      let key: Node;
      if (isNext('value', 'flow entry', 'flow list end')) {
        // libyaml passes this token without a look at it.
        at += 1;
        key = empty(offset);
      } else {
        key = readNode('flow');
      }
      const hasValue = pass('value') && !isNext('flow entry', 'flow list end');
      pairs.push({ key, value: hasValue ? readNode('flow') : empty() });
    });
  };

  const fillFlowMap = ({ pairs }: MapNode): void => {
    for (let isFirst = true; !isNext('flow map end'); isFirst = false) {
      if (!isFirst && !pass('flow entry')) throw new YamlProblem("did not find expected ',' or '}'", next().offset);
      if (pass('key')) {
        const key = isNext('value', 'flow entry', 'flow map end') ? empty() : readNode('flow');
        const hasValue = pass('value') && !isNext('flow entry', 'flow map end');
        pairs.push({ key, value: hasValue ? readNode('flow') : empty() });
      } else if (!isNext('flow map end')) {
        const key = readNode('flow');
        pairs.push({ key, value: empty() });
      }
    }
    at += 1;
  };

  if (isNext('end')) return undefined;
  const isExplicit = pass('document start');
  const isAbsent = isExplicit && isNext('document start', 'document end', 'end');
  const root = isAbsent ? empty() : readNode('block');
  const { type, offset } = next();
  if (type.startsWith('document')) at += 1;
  if (next().type === 'end') return root;
  throw new YamlProblem('kubectl ignores what follows the end of a value: take it out', offset);
}

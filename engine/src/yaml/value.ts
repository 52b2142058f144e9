/** Turns the nodes of a document into plain values, with the merges and the limit on aliases of kubectl's reader. */
import { YamlProblem } from './cursor.ts';
import { keyText } from './key-text.ts';
import {
  type AliasNode,
  type AnchoredNode,
  type MapNode,
  maxDepth,
  type Node,
  type ScalarNode,
  tooDeep,
} from './nodes.ts';
import { integerOf, isMergeKey, scalarValue } from './scalar-value.ts';

/** A value, and the place of an integer in it that has more digits than a number keeps. */
export interface Value {
  readonly value: unknown;
  readonly rounded?: number;
}

/**
 * The value of a document; throws a `YamlProblem` for what kubectl refuses, and for a key that occurs twice in a map.
 * https://github.com/yaml/go-yaml/blob/v2.4.3/decode.go and https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/yaml.go
 */
export function valueOf(root: Node): Value {
  const open = new Set<Node>();
  // The document counts as well.
  let reads = 1;
  let aliasReads = 0;
  let depth = 0;
  let rounded: number | undefined;

  const read = (node: Node): unknown => {
    count(node);
    if (node.kind === 'scalar') {
      const value = scalarValue(node);
      // Zero has no sign in Kubernetes.
      if (value === 0) return 0;
      if (typeof value === 'number' && !Number.isSafeInteger(value) && isRounded(node, value)) rounded ??= node.offset;
      if (typeof value !== 'number' || Number.isFinite(value)) return value;
      throw new YamlProblem(`${String(value)} is no value in Kubernetes`, node.offset);
    }
    if (node.kind === 'alias') return behind(node, read);
    if (node.kind === 'list') return inside(node, () => node.items.map(read));
    return inside(node, () => Object.fromEntries(fill(node, new Map())));
  };

  const inside = <T>(node: Node, readContents: () => T): T => {
    depth += 1;
    if (depth > maxDepth) throw new YamlProblem(tooDeep, node.offset);
    const contents = readContents();
    depth -= 1;
    return contents;
  };

  const count = ({ offset }: Node): void => {
    reads += 1;
    if (open.size > 0) aliasReads += 1;
    if (isExcessive(aliasReads, reads)) throw new YamlProblem('document contains excessive aliasing', offset);
  };

  const behind = <T>({ target, name, offset }: AliasNode, visitTarget: (target: AnchoredNode) => T): T => {
    if (open.has(target)) throw new YamlProblem(`anchor '${name}' value contains itself`, offset);
    open.add(target);
    const result = visitTarget(target);
    open.delete(target);
    return result;
  };

  const fill = (map: MapNode, members: Map<string, unknown>): Map<string, unknown> => {
    const names = new Set<string>();
    for (const { key, value } of map.pairs) {
      if (key.kind === 'scalar' && isMergeKey(key)) {
        merge(value, members, key);
        continue;
      }
      const name = nameOf(key);
      if (names.has(name))
        throw new YamlProblem(`the key ${JSON.stringify(name)} occurs twice in this map`, key.offset);
      names.add(name);
      members.set(name, read(value));
    }
    return members;
  };

  const nameOf = (key: Node): string => {
    count(key);
    const scalar = key.kind === 'alias' ? behind(key, (target) => (count(target), target)) : key;
    if (scalar.kind !== 'scalar') throw new YamlProblem('invalid map key', key.offset);
    const name = keyText(scalar);
    if (name === undefined) throw new YamlProblem('unsupported map key: put it in quotes', key.offset);
    return name;
  };

  const merge = (source: Node, members: Map<string, unknown>, key: Node): void => {
    // Maps at the front of a list win over later ones.
    const maps = source.kind === 'list' ? source.items.toReversed() : [source];
    for (const item of maps) {
      const map = item.kind === 'alias' ? item.target : item;
      if (map.kind !== 'map') {
        throw new YamlProblem('map merge requires map or sequence of maps as the value', key.offset);
      }
      count(item);
      inside(item, () => {
        if (item.kind === 'alias') behind(item, () => (count(map), fill(map, members)));
        else fill(map, members);
      });
    }
  };

  const value = read(root);
  return { value, ...(rounded !== undefined && { rounded }) };
}

function isRounded({ text }: ScalarNode, value: number): boolean {
  const integer = integerOf(text);
  return integer !== undefined && integer !== BigInt(value);
}

/** Whether aliases make up too much of the document: 99 % of a small one, down to 10 % of a large one. */
function isExcessive(aliasReads: number, reads: number): boolean {
  if (aliasReads <= 100 || reads <= 1000) return false;
  const large = Math.min(Math.max((reads - 400_000) / 3_600_000, 0), 1);
  return aliasReads / reads > 0.99 - 0.89 * large;
}

/**
 * Turns a parsed YAML document into plain values as kubectl's reader does, with its merges and its limit on aliases:
 * https://github.com/yaml/go-yaml/blob/v2.4.3/decode.go
 */
import {
  type Alias,
  type Document as YamlDocument,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  visit,
  type YAMLMap,
} from 'yaml';

/** Why a document has no value, and where. */
export class UnusableYaml extends Error {
  readonly offset: number | undefined;

  constructor(message: string, node: unknown) {
    super(message);
    this.offset = isNode(node) ? node.range?.[0] : undefined;
  }
}

/** The node that each alias of a document stands for. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** The target of every alias: the last node before it with its anchor. Throws `UnusableYaml` if there is none. */
export function aliasTargets(document: YamlDocument): AliasTargets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target === undefined) throw new UnusableYaml(`unknown anchor '${node.source}' referenced`, node);
        targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** How many lists and maps may be around a value; far below what fills the stack of a later step, also if aliases multiply it. */
const maxDepth = 500;

/** The document's value; throws `UnusableYaml` for what kubectl refuses, and for a key that occurs twice in a map. */
export function valueOf({ contents }: YamlDocument, targets: AliasTargets): unknown {
  const open = new Set<Node>();
  let reads = 0;
  let aliasReads = 0;
  let depth = 0;

  const read = (node: unknown): unknown => {
    count(node);
    if (isAlias(node)) return behind(node, read);
    if (isMap(node)) return Object.fromEntries(inside(node, () => fill(node, new Map())));
    if (isSeq(node)) return inside(node, () => node.items.map(read));
    return isScalar(node) ? node.value : null;
  };

  const inside = <T>(node: Node, readContents: () => T): T => {
    depth += 1;
    if (depth > maxDepth) throw new UnusableYaml('this is nested too deeply', node);
    const contents = readContents();
    depth -= 1;
    return contents;
  };

  const count = (node: unknown): void => {
    reads += 1;
    if (open.size > 0) aliasReads += 1;
    if (isExcessive(aliasReads, reads)) throw new UnusableYaml('document contains excessive aliasing', node);
  };

  const behind = <T>(alias: Alias, visitTarget: (target: Node) => T): T => {
    const target = targets.get(alias)!;
    if (open.has(target)) throw new UnusableYaml(`anchor '${alias.source}' value contains itself`, alias);
    open.add(target);
    const result = visitTarget(target);
    open.delete(target);
    return result;
  };

  const fill = (map: YAMLMap, members: Map<string, unknown>): Map<string, unknown> => {
    const keys = new Set<unknown>();
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) {
        merge(value, members, key);
        continue;
      }
      const name = read(key);
      if (typeof name === 'object' && name !== null) throw new UnusableYaml('invalid map key', key);
      if (keys.has(name)) throw new UnusableYaml('Map keys must be unique', key);
      keys.add(name);
      members.set(String(name ?? ''), read(value));
    }
    return members;
  };

  const merge = (source: unknown, members: Map<string, unknown>, key: unknown): void => {
    // Maps at the front of a list win over later ones.
    const maps = isSeq(source) ? source.items.toReversed() : [source];
    for (const item of maps) {
      if (!isMap(isAlias(item) ? targets.get(item) : item)) {
        throw new UnusableYaml('map merge requires map or sequence of maps as the value', key);
      }
      count(item);
      inside(item as Node, () => {
        if (isAlias(item)) behind(item, (target) => (count(target), fill(target as YAMLMap, members)));
        else fill(item as YAMLMap, members);
      });
    }
  };

  return read(contents);
}

/** A plain `<<`, for which the parser has a symbol. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** Whether aliases make up too much of the document: 99 % of a small one, down to 10 % of a large one. */
function isExcessive(aliasReads: number, reads: number): boolean {
  if (aliasReads <= 100 || reads <= 1000) return false;
  const large = Math.min(Math.max((reads - 400_000) / 3_600_000, 0), 1);
  return aliasReads / reads > 0.99 - 0.89 * large;
}

/** Reads the documents of a YAML file as kubectl does, and finds the place of every field in it. */
import { keyText, type MapNode, type Node, readYaml } from '../yaml/index.ts';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The file of values that the field comes from, if it does not come from the document's own file. */
  readonly file?: string;
}

/** One document of a file. */
export interface Document {
  readonly file: string;
  /** From 1, not counting empty documents. */
  readonly document: number;
  readonly value: unknown;
  /** The place of a field (`spec.topics[0].name`), or of the nearest field around it. */
  readonly place: (path: string) => Place;
  /** The place of an integer that has more digits than a number keeps: written again, it would be another one. */
  readonly rounded?: Place;
  /** The files whose values were merged into it, if there are any, such as `base.yaml, prod.yaml`. */
  readonly values?: string;
}

/** The content of a file: its documents, and why others could not be read. */
export interface Documents {
  readonly documents: readonly Document[];
  readonly issues: readonly SyntaxIssue[];
}

/** Why a document cannot be read; without a line, why the whole file cannot. */
export interface SyntaxIssue extends Partial<Place> {
  readonly file: string;
  readonly document: number;
  readonly message: string;
}

/** `file:line:column: message`, as far as they are known. */
export function issueLine({ file, line, column, message }: SyntaxIssue): string {
  return [file, line, column].filter((part) => part !== undefined).join(':') + `: ${message}`;
}

/** The documents of `text` in order, without empty ones, and an issue for each that cannot be read. */
export function readDocuments(file: string, text: string): Documents {
  // YAML never has this character. UTF-16 and programs are full of it, and each would be an issue of its own.
  if (text.includes('\0')) return { documents: [], issues: [notText(file)] };
  const documents: Document[] = [];
  const issues: SyntaxIssue[] = [];
  const { documents: found, lineAt } = readYaml(text);
  for (const [index, yaml] of found.entries()) {
    const document = index + 1;
    if ('problem' in yaml) {
      issues.push({ file, document, message: yaml.problem, ...lineAt(yaml.offset) });
      continue;
    }
    const { value, root, rounded } = yaml;
    const offsetOf = offsetsIn(root);
    documents.push({
      file,
      document,
      value,
      place: (path) => lineAt(offsetOf(path)),
      ...(rounded !== undefined && { rounded: lineAt(rounded) }),
    });
  }
  return { documents, issues };
}

/** The issue of a file that is in another encoding, or no text at all. */
export function notText(file: string): SyntaxIssue {
  return { file, document: 1, line: 1, column: 1, message: 'this is not UTF-8 text' };
}

/** A function for the offset of the field at a path, or of the nearest field around it. */
function offsetsIn(root: Node): (path: string) => number {
  const pairs = new Map<MapNode, ReadonlyMap<string | undefined, MapNode['pairs'][number]>>();
  const pairsOf = (map: MapNode): ReadonlyMap<string | undefined, MapNode['pairs'][number]> => {
    const byName = pairs.get(map) ?? new Map(map.pairs.map((pair) => [nameOf(pair.key), pair]));
    pairs.set(map, byName);
    return byName;
  };
  return (path) => {
    let node: Node | undefined = root;
    let offset = node.offset;
    for (const step of segments(path)) {
      if (node?.kind === 'alias') node = node.target;
      if (node?.kind === 'map') {
        const pair = pairsOf(node).get(step);
        offset = pair?.key.offset ?? offset;
        node = pair?.value;
      } else if (node?.kind === 'list') {
        node = node.items[Number(step)];
        offset = node?.offset ?? offset;
      } else {
        break;
      }
    }
    return offset;
  };
}

function nameOf(key: Node): string | undefined {
  const node = key.kind === 'alias' ? key.target : key;
  return node.kind === 'scalar' ? keyText(node) : undefined;
}

/** The steps of a path such as `spec.topics[0].name`. In brackets is an index, or a key that may have dots. */
export function segments(path: string): string[] {
  return [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map(([step, bracketed]) => bracketed ?? step);
}

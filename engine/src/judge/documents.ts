/** Reads the documents of a YAML file as Kubernetes does, and finds the place of every field in it. */
import {
  type Document as YamlDocument,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import { type AliasTargets, aliasTargets, UnusableYaml, valueOf } from './yaml-value.ts';

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

/**
 * The documents of `text` in order, without empty ones, and an issue for each that cannot be read. Plain values follow YAML 1.1
 * without dates, as in kubectl and the GitOps controllers (sigs.k8s.io/yaml). So `on` is a boolean and `010` is eight.
 */
export function readDocuments(file: string, text: string): Documents {
  // YAML never has this character. UTF-16 and programs are full of it, and their text would fill a terminal.
  if (text.includes('\0')) {
    const issue = { file, document: 1, line: 1, column: 1, message: 'this is not UTF-8 text' };
    return { documents: [], issues: [issue] };
  }
  const lines = new LineCounter();
  const documents: Document[] = [];
  const issues: SyntaxIssue[] = [];
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    // The parser compares each key with all keys before it; `valueOf` finds doubled keys faster.
    uniqueKeys: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !isForeign(tag)),
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const filled = Array.isArray(parsed) ? parsed.filter((yaml) => yaml.errors.length > 0 || !isEmpty(yaml)) : [];
  for (const [index, yaml] of filled.entries()) {
    const document = index + 1;
    const [error] = yaml.errors;
    if (error !== undefined) {
      issues.push({ file, document, message: sentence(error.message), ...at(error.pos[0]) });
      continue;
    }
    try {
      const targets = aliasTargets(yaml);
      const value = valueOf(yaml, targets);
      const offsetOf = offsetsIn(yaml, targets);
      documents.push({ file, document, value, place: (path) => at(offsetOf(path)) });
    } catch (cause) {
      if (!(cause instanceof UnusableYaml)) throw cause;
      issues.push({ file, document, message: cause.message, ...at(cause.offset ?? yaml.range[0]) });
    }
  }
  return { documents, issues };
}

/** Kinds of value that are in YAML 1.1 but not in Kubernetes' reader. */
function isForeign({ tag, format }: { tag: string; format?: string }): boolean {
  return /:(timestamp|binary|omap|pairs|set)$/.test(tag) || format === 'TIME';
}

function isEmpty({ contents }: YamlDocument): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function sentence(message: string): string {
  // The parser takes the end of its stack for a mistake in the text.
  if (message.startsWith('Maximum call stack')) return 'this is nested too deeply';
  return message.split('\n', 1)[0]?.replace(/[.:]$/, '') ?? message;
}

/** A function for the offset of the field at a path, or of the nearest field around it. */
function offsetsIn({ contents }: YamlDocument.Parsed, targets: AliasTargets): (path: string) => number {
  const pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const byName = pairs.get(map) ?? new Map(map.items.map((pair) => [nameOf(pair), pair]));
    pairs.set(map, byName);
    return byName;
  };
  return (path) => {
    let node: unknown = contents;
    let offset = contents?.range?.[0] ?? 0;
    for (const step of segments(path)) {
      if (isAlias(node)) node = targets.get(node);
      if (isMap(node)) {
        const pair = pairsOf(node).get(step);
        offset = (isNode(pair?.key) ? pair.key.range?.[0] : undefined) ?? offset;
        node = pair?.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = (isNode(node) ? node.range?.[0] : undefined) ?? offset;
      } else {
        break;
      }
    }
    return offset;
  };
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** The steps of a path such as `spec.topics[0].name`. In brackets is an index, or a key that may have dots. */
export function segments(path: string): string[] {
  return [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map(([step, bracketed]) => bracketed ?? step);
}

/** YAML files as the documents in them, read as Kubernetes reads them, each value with its place in the file. */
import {
  type Document as YamlDocument,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
} from 'yaml';

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Where it is another file than the document's: one whose values were merged into that. */
  readonly file?: string;
}

/** One document of a file. */
export interface Document {
  readonly file: string;
  /** From 1, not counting empty documents. */
  readonly document: number;
  readonly value: unknown;
  /** Where the field stands (`spec.topics[0].name`), or else the nearest field around it. */
  readonly place: (path: string) => Place;
  /** The file whose values were merged into it, where there is one. */
  readonly values?: string;
}

/** What is in a file. */
export interface Documents {
  readonly documents: readonly Document[];
  readonly issues: readonly SyntaxIssue[];
}

/** What keeps a document from being read. */
export interface SyntaxIssue extends Place {
  readonly file: string;
  readonly document: number;
  readonly message: string;
}

/**
 * The documents of `text` in order, empty ones left out, and those that cannot be read. Plain values follow YAML 1.1 without dates,
 * as in kubectl and the GitOps controllers (sigs.k8s.io/yaml): `on` is a boolean and `010` is eight.
 */
export function readDocuments(file: string, text: string): Documents {
  // No YAML has such a character; UTF-16 and programs are full of them, and would fill a terminal.
  if (text.includes('\0')) {
    const issue = { file, document: 1, line: 1, column: 1, message: 'this is no text in UTF-8' };
    return { documents: [], issues: [issue] };
  }
  const lines = new LineCounter();
  const documents: Document[] = [];
  const issues: SyntaxIssue[] = [];
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !isForeign(tag)),
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const filled = Array.isArray(parsed) ? parsed.filter((each) => each.errors.length > 0 || !isEmpty(each)) : [];
  for (const [index, each] of filled.entries()) {
    const document = index + 1;
    const [error] = each.errors;
    if (error !== undefined) {
      issues.push({ file, document, message: sentence(error.message), ...at(error.pos[0]) });
      continue;
    }
    try {
      documents.push({ file, document, value: each.toJS(), place: (path) => at(offsetOf(each, path)) });
    } catch (cause) {
      // An alias without its anchor, or aliases of aliases that would fill the memory.
      if (!(cause instanceof ReferenceError)) throw cause;
      issues.push({ file, document, message: sentence(cause.message), ...at(unresolved(each)) });
    }
  }
  return { documents, issues };
}

/** Kinds of value that YAML 1.1 has and Kubernetes' reader has not. */
function isForeign({ tag, format }: { tag: string; format?: string }): boolean {
  return /:(timestamp|binary|omap|pairs|set)$/.test(tag) || format === 'TIME';
}

function isEmpty({ contents }: YamlDocument): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function sentence(message: string): string {
  return message.split('\n', 1)[0]?.replace(/[.:]$/, '') ?? message;
}

/** Where the first alias without an anchor stands, or else the document. */
function unresolved(document: YamlDocument.Parsed): number {
  let [offset] = document.range;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? offset;
      return visit.BREAK;
    },
  });
  return offset;
}

function offsetOf(document: YamlDocument, path: string): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of segments(path)) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === step);
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
}

/** `spec.topics[0].name` as its steps; a bracket holds an index, or a key that may have dots in it. */
export function segments(path: string): string[] {
  return [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map(([whole, inner]) => inner ?? whole);
}

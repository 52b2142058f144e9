/** Parses the documents in the text of one source. */
import { parse } from 'yaml';
import { UserError } from '../../errors.ts';
import type { SourceDocument } from '../document.ts';
import type { MayDeclare } from './wanted.ts';

/** The text of one source; `sha256` is the hash of its file or package. */
export interface SourceText {
  readonly source: string;
  readonly sha256: string;
  readonly text: string;
}

/** The parsed documents that may declare a needed model, including items of lists. Throws a `UserError` if parsing fails. */
export function documentsIn({ source, sha256, text }: SourceText, mayDeclare: MayDeclare): readonly SourceDocument[] {
  // Split before parsing, since the package of a provider has hundreds of CRDs in one stream.
  const documents = source.endsWith('.json') ? [text] : text.split(/^---(?:[ \t].*)?$/m);
  return documents.filter(mayDeclare).flatMap((document) => {
    const content = read(document, source);
    return flatten(content).map((item) => ({ source, sha256, content: item }));
  });
}

function read(document: string, source: string): unknown {
  try {
    return /^\s*\{/.test(document) ? JSON.parse(document) : parse(document, { maxAliasCount: -1 });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new UserError(`cannot read CRDs from ${source}: ${reason}`, { cause });
  }
}

/** The items of a list, such as `kubectl get crds -o yaml` prints; other documents are returned unchanged. */
function flatten(content: unknown): readonly unknown[] {
  const { kind, items } = (content ?? {}) as { kind?: unknown; items?: unknown };
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : [content];
}

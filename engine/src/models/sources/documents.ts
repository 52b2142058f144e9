/** The documents in the text of one file. */
import { parse } from 'yaml';
import { UserError } from '../../errors.ts';
import type { SourceDocument } from '../document.ts';
import type { MayDeclare } from './wanted.ts';

/** One source as its text; `sha256` is that of the bytes it came in. */
export interface SourceText {
  readonly source: string;
  readonly sha256: string;
  readonly text: string;
}

/** The parsed documents that may declare what is looked for; lists are opened. Throws a `UserError` for one that cannot be parsed. */
export function documentsIn({ source, sha256, text }: SourceText, mayDeclare: MayDeclare): readonly SourceDocument[] {
  // Splitting before parsing: a provider's package holds hundreds of CRDs in one stream.
  const documents = source.endsWith('.json') ? [text] : text.split(/^---(?:[ \t].*)?$/m);
  return documents.filter(mayDeclare).flatMap((document) => {
    const content = read(document, source);
    return flatten(content).map((each) => ({ source, sha256, content: each }));
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

/** What `kubectl get crds -o yaml` prints is one list. */
function flatten(content: unknown): readonly unknown[] {
  const { kind, items } = (content ?? {}) as { kind?: unknown; items?: unknown };
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : [content];
}

/** Parses the documents in the text of one source. */
import { UserError } from '../../errors.ts';
import { readYaml } from '../../yaml/index.ts';
import { nameOf, type Origin, type SourceDocument } from '../document.ts';
import type { MayDeclare } from './wanted.ts';

/** The text of one source. */
export interface SourceText extends Origin {
  readonly text: string;
}

/** The parsed documents that may declare a needed model, including items of lists. Throws a `UserError` if parsing fails. */
export function documentsIn({ text, ...origin }: SourceText, mayDeclare: MayDeclare): readonly SourceDocument[] {
  const read = origin.source.endsWith('.json') ? readJson : readAll;
  const contents = read(nameOf(origin), text, mayDeclare);
  return contents.flatMap(flatten).map((content) => ({ ...origin, content }));
}

function readJson(source: string, text: string, mayDeclare: MayDeclare): readonly unknown[] {
  if (!mayDeclare(text)) return [];
  try {
    return [JSON.parse(text)];
  } catch (cause) {
    throw new UserError(`cannot read CRDs from ${source}: ${(cause as SyntaxError).message}`, { cause });
  }
}

/** Only what may be needed is parsed, since the package of a provider has hundreds of CRDs in one stream. */
function readAll(source: string, text: string, mayDeclare: MayDeclare): readonly unknown[] {
  const { documents, lineAt } = readYaml(text, mayDeclare);
  return documents.map((document) => {
    if ('value' in document) return document.value;
    const { line, column } = lineAt(document.offset);
    throw new UserError(`cannot read CRDs from ${source}: line ${line}, column ${column}: ${document.problem}`);
  });
}

/** The items of a list, such as `kubectl get crds -o yaml` prints; other documents are returned unchanged. */
function flatten(content: unknown): readonly unknown[] {
  const { kind, items } = (content ?? {}) as { kind?: unknown; items?: unknown };
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : [content];
}

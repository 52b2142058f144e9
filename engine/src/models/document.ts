/** Parsed documents with the name of their source, from which models are generated. */
import { UserError } from '../errors.ts';
import { crdKinds, isCrd } from './crd.ts';
import { flawOf } from './definition.ts';
import type { KindDefinition } from './kind.ts';
import { isOpenApi, openApiFlaw, openApiKinds } from './openapi.ts';
import { isXrd, xrdKinds } from './xrd.ts';

/** Where a document comes from, as the lock records it. */
export interface Origin {
  /** The address without the version: repository, module and the path in it, or file, but never a folder of this machine. */
  readonly source: string;
  /** The version of a package or module; files have none. */
  readonly version?: string;
  /** The SHA-256 of the file, or of the package that contains the document. */
  readonly sha256: string;
}

/** One parsed CRD, XRD or OpenAPI v3 document. */
export interface SourceDocument extends Origin {
  readonly content: unknown;
}

/** The origin in a sentence. */
export function nameOf({ source, version }: Pick<Origin, 'source' | 'version'>): string {
  return version === undefined ? source : `${source} (${version})`;
}

/** Every kind in every served version that the document declares; empty for other documents. Throws a `UserError` for a damaged one. */
export function kindsOf(document: SourceDocument): readonly KindDefinition[] {
  const { content } = document;
  if (isOpenApi(content)) {
    refuse('OpenAPI document', document, openApiFlaw(content));
    return openApiKinds(content);
  }
  if (!isCrd(content) && !isXrd(content)) return [];
  refuse(String(kind(content)), document, flawOf(content.spec));
  return isXrd(content) ? xrdKinds(content) : crdKinds(content);
}

function refuse(what: string, document: SourceDocument, flaw: string | undefined): void {
  if (flaw === undefined) return;
  throw new UserError(`cannot read the ${what} in ${nameOf(document)}: ${flaw}`, {
    hint: 'get the file from its publisher again',
  });
}

const kind = (content: object): unknown => (content as { kind?: unknown }).kind;

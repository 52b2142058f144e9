/** Parsed documents with the name of their source, from which models are generated. */
import { crdKinds, isCrd } from './crd.ts';
import type { KindDefinition } from './kind.ts';
import { isOpenApi, openApiKinds } from './openapi.ts';

/** One parsed CRD or OpenAPI v3 document. */
export interface SourceDocument {
  /** The name in the lock: repository, package or module and the path in it, but never a path of this machine. */
  readonly source: string;
  /** The SHA-256 of the file, or of the package that contains the document. */
  readonly sha256: string;
  readonly content: unknown;
}

/** Every kind in every version that the document declares; empty for other documents. */
export function kindsOf({ content }: SourceDocument): readonly KindDefinition[] {
  if (isCrd(content)) return crdKinds(content);
  if (isOpenApi(content)) return openApiKinds(content);
  return [];
}

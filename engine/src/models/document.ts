/** What models are generated from: parsed documents that remember where they came from. */
import { crdKinds, isCrd } from './crd.ts';
import type { KindDefinition } from './kind.ts';
import { isOpenApi, openApiKinds } from './openapi.ts';

/** One parsed CRD or OpenAPI v3 document. */
export interface SourceDocument {
  /** Its name in the lock: repository, package or module and the path in it, never a path of one machine. */
  readonly source: string;
  /** SHA-256 of the bytes that were read: the file, or the package they came out of. */
  readonly sha256: string;
  readonly content: unknown;
}

/** Every kind in every version that the document declares; none where it is something else. */
export function kindsOf({ content }: SourceDocument): readonly KindDefinition[] {
  if (isCrd(content)) return crdKinds(content);
  if (isOpenApi(content)) return openApiKinds(content);
  return [];
}

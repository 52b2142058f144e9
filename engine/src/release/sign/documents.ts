/** The documents about a package: its SBOM and its provenance, with the types by which registries and other tools know them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import {
  predicateTypes,
  sbomStatement,
  type Statement,
  statementsIn,
  statementType,
} from '../../signing/attestation.ts';
import type { Subject } from '../../signing/signature.ts';
import type { Digest } from '../../xpkg/digest.ts';
import { fieldOf, itemsOf } from '../../xpkg/verify/json.ts';
import { provenancePath } from '../provenance.ts';
import { sbomPath } from '../sbom/sbom.ts';
import type { ReleasedPackage } from '../verify/release-yaml.ts';

/** The media types of documents, and the words for them in messages. */
export const documentTypes = {
  sbom: 'application/vnd.cyclonedx+json',
  provenance: statementType,
} as const;

export interface PackageDocuments {
  readonly sbom: Uint8Array;
  readonly provenance: Uint8Array;
}

/** The documents of a package in the folder `dist`. Throws a `UserError` if one is missing, or is about something else. */
export async function documentsIn(dist: string, { name, digest }: ReleasedPackage): Promise<PackageDocuments> {
  const read = async (path: string, kind: keyof PackageDocuments): Promise<Uint8Array> => {
    const bytes = await readFile(join(dist, path)).catch((cause: Error) => {
      throw new UserError(`${dist} is damaged: ${path} is missing`, { hint, cause });
    });
    const problem = documentProblem(kind, bytes, digest as Digest);
    if (problem !== undefined) throw new UserError(`${dist} is damaged: ${path} ${problem}`, { hint });
    return bytes;
  };
  return { sbom: await read(sbomPath(name), 'sbom'), provenance: await read(provenancePath(name), 'provenance') };
}

const hint = 'build it again with `planesmith build --release`';

/** Why the document is not about the package with this digest; undefined if it is. Completes a sentence. */
export function documentProblem(kind: keyof PackageDocuments, bytes: Uint8Array, digest: Digest): string | undefined {
  const about = kind === 'sbom' ? sbomDigests(bytes) : statementsIn(bytes).flatMap(({ digests }) => digests);
  return about.includes(digest) ? undefined : `is about ${about[0] ?? 'nothing'}, not ${digest}`;
}

function sbomDigests(bytes: Uint8Array): Digest[] {
  try {
    const component = fieldOf(JSON.parse(Buffer.from(bytes).toString('utf8')), 'metadata', 'component');
    return itemsOf(fieldOf(component, 'hashes')).map((hash): Digest => `sha256:${String(fieldOf(hash, 'content'))}`);
  } catch {
    return [];
  }
}

/** The statements that are signed: about the SBOM, and the provenance as it is. */
export function statementsOf(subject: Subject, { sbom, provenance }: PackageDocuments): string[] {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
  return [sbomStatement(subject, JSON.parse(text(sbom))), text(provenance)];
}

/** The document of which a statement with this type of predicate is; undefined if it is of none. */
export function kindOf(predicateType: string): keyof PackageDocuments | undefined {
  if (predicateType === predicateTypes.sbom) return 'sbom';
  return predicateType === predicateTypes.provenance ? 'provenance' : undefined;
}

/** Whether the statement is that of the document, wherever the package is published. */
export function isStatementOf({ predicateType, text }: Statement, document: Uint8Array): boolean {
  const content = Buffer.from(document).toString('utf8');
  if (kindOf(predicateType) !== 'sbom') return text === content;
  try {
    return JSON.stringify(fieldOf(JSON.parse(text), 'predicate')) === JSON.stringify(JSON.parse(content));
  } catch {
    return false;
  }
}

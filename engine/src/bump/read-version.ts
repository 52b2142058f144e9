/** Reads the CRDs of one version of a provider or operator. */
import { UserError } from '../errors.ts';
import type { Pin } from '../lock/index.ts';
import type { SourceDocument } from '../models/document.ts';
import type { KindReference } from '../models/kind.ts';
import { documentsIn } from '../models/sources/documents.ts';
import { NotAtHand } from '../models/sources/not-at-hand.ts';
import { readNamedSource } from '../models/sources/read-sources.ts';
import { parseReference } from '../registry/reference.ts';
import { groupOf } from '../schema/kind-name.ts';
import { mayRequest } from './rights.ts';

/** The documents of a version. */
export interface SourceVersion {
  readonly documents: readonly SourceDocument[];
  /** Where they come from: a path, a module, or a reference. */
  readonly from: string;
  /** The digest of the package, if a registry gave it. */
  readonly digest?: `sha256:${string}`;
}

/** Which version to read. */
export interface VersionToRead {
  readonly pin: Pick<Pin, 'name' | 'image'>;
  readonly version: string;
  /** A file, folder, package or Go module with the CRDs. @default the package in its registry */
  readonly crds?: string | undefined;
  /** The option that names `crds`, for messages. */
  readonly option: '--crds' | '--from';
  /** The kinds that the platform composes: only what may be about them is parsed. */
  readonly kinds: readonly KindReference[];
}

/** The documents of the version that declare one of the kinds, a kind of their groups or of their names, or ask for rights. */
export async function readVersion({ pin, version, crds, option, kinds }: VersionToRead): Promise<SourceVersion> {
  const from = crds ?? `${pin.image}:${version}`;
  const texts = await readNamedSource(from, pin.name).catch((error: unknown) => {
    if (!(error instanceof NotAtHand)) throw error;
    const { message, hint, cause } = error;
    const remedy =
      crds === undefined ? `name a file or folder with its CRDs with ${option}` : `check what ${option} names`;
    throw new UserError(message, {
      hint: hint === undefined || crds !== undefined ? remedy : `${hint}, or ${remedy}`,
      cause,
    });
  });
  if (!texts.some(({ text }) => isDefinition(text))) {
    throw new UserError(`${from} holds no CustomResourceDefinition`, {
      hint: `${option} names the CRDs of ${pin.name}: a file, a folder, a package or a Go module`,
    });
  }
  const mayMatter = aboutKinds(kinds);
  const documents = texts.flatMap((text) => documentsIn({ ...text, version: text.version ?? version }, mayMatter));
  const isPulled = parseReference(from) !== undefined;
  return { documents, from, ...(isPulled && { digest: `sha256:${texts[0]?.sha256}` as const }) };
}

function isDefinition(text: string): boolean {
  return text.includes('CustomResourceDefinition') || text.includes('CompositeResourceDefinition');
}

/** A provider has hundreds of CRDs, of which a platform composes a few. */
function aboutKinds(kinds: readonly KindReference[]): (text: string) => boolean {
  const groups = [...new Set(kinds.map(({ apiVersion }) => groupOf(apiVersion)))];
  const names = new RegExp(
    `\\bkind"?: *"?(?:${[...new Set(kinds.map(({ kind }) => kind))].join('|')})"?\\s*[,}\\r\\n]`,
  );
  return (text) =>
    mayRequest(text) || (isDefinition(text) && (names.test(text) || groups.some((group) => text.includes(group))));
}

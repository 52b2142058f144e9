/** Generates the files of typed models from documents and the names of the needed models. */
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { kindsOf, nameOf, type SourceDocument } from './document.ts';
import { metaFile } from './generate/meta-file.ts';
import { modelFiles } from './generate/model-file.ts';
import { type KindDefinition, modelPath, titleOf } from './kind.ts';
import type { KeptModel } from './kept.ts';
import { buildLock, type Lock, lockPath } from './lock.ts';
import { schemaFlaw } from './well-formed.ts';

export interface GenerateOptions {
  readonly documents: readonly SourceDocument[];
  /** The paths of the needed models, such as `rds.aws.m.upbound.io/v1beta1/subnet-group` or `core/v1/secret`. */
  readonly models: readonly string[];
  /** Documents that count for kinds that `documents` do not declare. @default none */
  readonly core?: readonly SourceDocument[];
  /** Models that stay as they were generated before. @default none */
  readonly kept?: readonly KeptModel[];
  /** The rights for the lock. @default none */
  readonly rights?: Lock['rights'];
  /** Whether the descriptions of fields become doc comments. @default true */
  readonly descriptions?: boolean;
}

/**
 * The files of `functions/models`: types and schema of each model, the types that all models share, and the lock.
 * Throws a `UserError` if no document or several documents declare a model, or if different sources have one name.
 */
export function generateModels({
  documents,
  core = [],
  models,
  kept = [],
  rights,
  descriptions = true,
}: GenerateOptions): readonly File[] {
  const byPath = declarationsIn(documents, core);
  const declarations = [...new Set(models)]
    .sort()
    .map((model) => findDeclaration(model, byPath.get(model) ?? [], [...byPath.keys()]));
  refuseSharedNames(declarations);
  const generated = declarations.map((declaration) => ({
    path: modelPath(declaration.kind),
    files: filesOf(declaration, descriptions),
  }));
  const all = [...generated, ...kept.map(({ kind, files }) => ({ path: modelPath(kind), files }))];
  const files = [...all.sort((a, b) => (a.path < b.path ? -1 : 1)).flatMap((model) => model.files), metaFile()];
  const lock = buildLock([...declarations, ...kept], files, rights);
  return [...files, { path: lockPath, content: `${JSON.stringify(lock, null, 2)}\n` }];
}

export type Declaration = { readonly origin: SourceDocument; readonly kind: KindDefinition };

/** Every declaration of a kind, by the path of its model; those of `core` only for kinds that no document declares. */
export function declarationsIn(
  documents: readonly SourceDocument[],
  core: readonly SourceDocument[],
): ReadonlyMap<string, readonly Declaration[]> {
  const [named, own] = [documents, core].map((list) =>
    Map.groupBy(
      list.flatMap((origin) => kindsOf(origin).map((kind) => ({ origin, kind }))),
      ({ kind }) => modelPath(kind),
    ),
  );
  return new Map([...(own ?? []), ...(named ?? [])]);
}

function filesOf({ origin, kind }: Declaration, descriptions: boolean): readonly File[] {
  const flaw = schemaFlaw(kind.written());
  if (flaw === undefined) return modelFiles(kind, descriptions);
  const { apiVersion, kind: name } = kind;
  throw new UserError(`cannot use the schema of ${name} (${apiVersion}) in ${nameOf(origin)}: ${flaw}`, {
    hint: 'get the file from its publisher again',
  });
}

/** The lock identifies sources by name. */
function refuseSharedNames(declarations: readonly Declaration[]): void {
  const hashes = new Map<string, string>();
  for (const { origin } of declarations) {
    const [name, { sha256 }] = [nameOf(origin), origin];
    if ((hashes.get(name) ?? sha256) !== sha256) {
      throw new UserError(`two different sources of models are named ${name}`, {
        hint: 'rename one, or name the folder above both in models.sources of planesmith.config.ts',
      });
    }
    hashes.set(name, sha256);
  }
}

function findDeclaration(model: string, found: readonly Declaration[], paths: readonly string[]): Declaration {
  const [first, second] = found;
  const kind = titleOf(model);
  if (first === undefined) {
    const versions = paths.filter((path) => path.split('/')[0] === model.split('/')[0]);
    throw new UserError(`no source of models declares ${kind}`, {
      hint: `${versions.length === 0 ? 'add its CRD to models.sources in planesmith.config.ts' : `its group has ${versions.join(', ')}`}, or fix the import of models/${model}.ts`,
    });
  }
  if (second !== undefined) {
    throw new UserError(`${kind} is declared by ${nameOf(first.origin)} and by ${nameOf(second.origin)}`, {
      hint: 'name only one of them in models.sources of planesmith.config.ts',
    });
  }
  return first;
}

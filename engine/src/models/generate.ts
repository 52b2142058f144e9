/** Generates the files of typed models from documents and the names of the needed models. */
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { kindsOf, type SourceDocument } from './document.ts';
import { metaFile } from './generate/meta-file.ts';
import { modelFiles } from './generate/model-file.ts';
import { apiVersionOf, type KindDefinition, modelPath } from './kind.ts';
import { buildLock, lockPath } from './lock.ts';

export interface GenerateOptions {
  readonly documents: readonly SourceDocument[];
  /** The paths of the needed models, such as `rds.aws.m.upbound.io/v1beta1/subnet-group` or `core/v1/secret`. */
  readonly models: readonly string[];
}

/**
 * The files of `functions/models`: types and schema of each model, the types that all models share, and the lock.
 * Throws a `UserError` if no document or several documents declare a model, or if different sources have one name.
 */
export function generateModels({ documents, models }: GenerateOptions): readonly File[] {
  const declared = documents.flatMap((document) => kindsOf(document).map((kind) => ({ document, kind })));
  const byPath = Map.groupBy(declared, ({ kind }) => modelPath(kind));
  const declarations = [...new Set(models)]
    .sort()
    .map((model) => findDeclaration(model, byPath.get(model) ?? [], [...byPath.keys()]));
  refuseSharedNames(declarations);
  const files = [...declarations.flatMap(({ kind }) => modelFiles(kind)), metaFile()];
  return [...files, { path: lockPath, content: `${JSON.stringify(buildLock(declarations, files), null, 2)}\n` }];
}

type Declaration = { readonly document: SourceDocument; readonly kind: KindDefinition };

/** The lock identifies sources by name. */
function refuseSharedNames(declarations: readonly Declaration[]): void {
  const hashes = new Map<string, string>();
  for (const { source, sha256 } of declarations.map(({ document }) => document)) {
    if ((hashes.get(source) ?? sha256) !== sha256) {
      throw new UserError(`two different sources of models are named ${source}`, {
        hint: 'rename one, or name the folder above both in models.sources of planesmith.config.ts',
      });
    }
    hashes.set(source, sha256);
  }
}

function findDeclaration(model: string, found: readonly Declaration[], paths: readonly string[]): Declaration {
  const [first, second] = found;
  const kind = `${model.split('/').at(-1)} of ${apiVersionOf(model)}`;
  if (first === undefined) {
    const versions = paths.filter((path) => path.split('/')[0] === model.split('/')[0]);
    throw new UserError(`no source of models declares ${kind}`, {
      hint: `${versions.length === 0 ? 'add its CRD to models.sources in planesmith.config.ts' : `its group has ${versions.join(', ')}`}, or fix the import of models/${model}.ts`,
    });
  }
  if (second !== undefined) {
    throw new UserError(`${kind} is declared by ${first.document.source} and by ${second.document.source}`, {
      hint: 'name only one of them in models.sources of planesmith.config.ts',
    });
  }
  return first;
}

/** The generator of typed models: documents and wanted kinds in, files out. */
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { kindsOf, type SourceDocument } from './document.ts';
import { metaFile } from './generate/meta-file.ts';
import { modelFiles } from './generate/model-file.ts';
import { apiVersionOf, type KindDefinition, modelPath } from './kind.ts';
import { buildLock, lockPath } from './lock.ts';

export interface GenerateOptions {
  readonly documents: readonly SourceDocument[];
  /** The wanted models, named by their paths: `rds.aws.m.upbound.io/v1beta1/subnet-group`, `core/v1/secret`. */
  readonly models: readonly string[];
}

/**
 * The files of `functions/models`: per model its types and its schema, the types they share, and the lock. Throws a `UserError` for a
 * model that no document declares, or that several declare, and for different sources of one name.
 */
export function generateModels({ documents, models }: GenerateOptions): readonly File[] {
  const declared = documents.flatMap((document) => kindsOf(document).map((kind) => ({ document, kind })));
  const byPath = Map.groupBy(declared, ({ kind }) => modelPath(kind));
  const taken = [...new Set(models)].sort().map((model) => only(model, byPath.get(model) ?? [], [...byPath.keys()]));
  refuseSharedNames(taken);
  const lock = `${JSON.stringify(buildLock(taken), null, 2)}\n`;
  return [...taken.flatMap(({ kind }) => modelFiles(kind)), metaFile(), { path: lockPath, content: lock }];
}

type Declared = { readonly document: SourceDocument; readonly kind: KindDefinition };

/** The lock tells sources by their names. */
function refuseSharedNames(taken: readonly Declared[]): void {
  const hashes = new Map<string, string>();
  for (const { source, sha256 } of taken.map(({ document }) => document)) {
    if ((hashes.get(source) ?? sha256) !== sha256) {
      throw new UserError(`two different sources of models are called ${source}`, {
        hint: 'rename one, or name the folder above both in models.sources of planesmith.config.ts',
      });
    }
    hashes.set(source, sha256);
  }
}

function only(model: string, found: readonly Declared[], all: readonly string[]): Declared {
  const [first, second] = found;
  const what = `${model.split('/').at(-1)} of ${apiVersionOf(model)}`;
  if (first === undefined) {
    const versions = all.filter((path) => path.split('/')[0] === model.split('/')[0]);
    throw new UserError(`no source of models declares ${what}`, {
      hint: `${versions.length === 0 ? 'add its CRD to models.sources in planesmith.config.ts' : `its group has ${versions.join(', ')}`}, or mend the import of models/${model}.ts`,
    });
  }
  if (second !== undefined) {
    throw new UserError(`${what} is declared by ${first.document.source} and by ${second.document.source}`, {
      hint: 'name only one of them in models.sources of planesmith.config.ts',
    });
  }
  return first;
}

/** Committed models whose source is not at hand: they stay as they are. */
import { UserError } from '../errors.ts';
import type { File } from '../files.ts';
import { nameOf } from './document.ts';
import { modelPath } from './kind.ts';
import { type Lock, type LockedKind, lockedKinds, sha256 } from './lock.ts';

/** A model that was generated before, and its files. */
export interface KeptModel extends LockedKind {
  readonly files: readonly File[];
}

interface Committed {
  readonly lock: Lock;
  /** The text of every file in functions/models, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The names of the sources that were read. If one of them no longer declares a kind, that is no reason to keep the kind. */
  readonly atHand: ReadonlySet<string>;
}

/** Those of `models` that can be kept. Throws a `UserError` if somebody has edited one, since nothing here could generate it again. */
export function keptModels(models: readonly string[], { lock, files, atHand }: Committed): readonly KeptModel[] {
  return lockedKinds(lock)
    .filter(({ origin, kind }) => models.includes(modelPath(kind)) && !atHand.has(origin.source))
    .map(({ origin, kind }) => {
      const paths = ['ts', 'schema.json'].map((extension) => `${modelPath(kind)}.${extension}`);
      const texts = paths.map((path) => ({ path, content: files.get(path) ?? '' }));
      const edited = texts.find(({ path, content }) => lock.files[path] !== sha256(content));
      if (edited === undefined) return { origin, kind, files: texts };
      throw new UserError(`functions/models/${edited.path} is not as it was generated, and its source is not at hand`, {
        hint: `restore the file from version control, or add ${nameOf(origin)} to models.sources in planesmith.config.ts`,
      });
    });
}

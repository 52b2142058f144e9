/** The manifests of files and folders, each file once: one may be named twice, alone and by its folder. */
import { type ManifestFile, manifestFiles } from '../judge/manifest-files.ts';

export function uniqueFiles(paths: readonly string[]): readonly ManifestFile[] {
  const files = [...manifestFiles(paths)];
  return files.filter(({ file }, index) => files.findIndex((other) => other.file === file) === index);
}

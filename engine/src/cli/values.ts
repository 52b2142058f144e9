/** Claims of a command line with the values of files merged into them. */
import { Option } from 'commander';
import { UserError } from '../errors.ts';
import type { ManifestFile } from '../judge/manifest-files.ts';

/** The option `--values`, which may be repeated. */
export function valuesOption(): Option {
  return new Option(
    '--values <file>',
    'a file of spec fields to merge into claims, keyed by kind and name, as `Database/orders: { size: medium }`; repeat it for more, and the last one wins',
  ).argParser((file: string, before: readonly string[] = []) => [...before, file]);
}

/** The files at `paths`, with the values of each file of `values` merged in, in their order. */
export async function withValues(
  paths: readonly string[],
  values: readonly string[] = [],
): Promise<readonly ManifestFile[]> {
  if ([...paths, ...values].filter((path) => path === '-').length > 1) {
    throw new UserError('standard input can be read only once', { hint: 'put one of the two in a file' });
  }
  const [{ manifestFiles }, claims] = await Promise.all([
    import('../judge/manifest-files.ts'),
    import('../preview/overlay.ts'),
  ]);
  if (values.length === 0) return [...manifestFiles(paths)];
  const files = values.map((path) => {
    const [file] = manifestFiles([path]);
    if (file?.named) return file;
    throw new UserError(`${path}: expected a file of values, found a folder`, {
      hint: 'repeat --values for each file',
    });
  });
  return claims.overlay(manifestFiles(paths), ...files);
}

/** Reads the facts of a cluster in a fleet, by which claims are judged. */
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { issueLine, readDocuments } from '../../judge/documents.ts';
import { expand } from '../../judge/judge.ts';
import { manifestFiles } from '../../judge/manifest-files.ts';
import type { Place } from '../bundle/place.ts';
import type { Manifest } from './problem.ts';

/**
 * The EnvironmentConfig by which the functions of the platform go, in the file that a cluster names; undefined if it names none. Throws a `UserError` for a
 * file that does not say it: without its catalogue every claim would pass.
 */
export function environmentOf(folder: string, { cluster: { facts }, platform }: Place): Manifest | undefined {
  if (facts === undefined) return undefined;
  const file = join(folder, facts);
  const read = [...manifestFiles([file])].map(({ text, ...each }) => each.read ?? readDocuments(each.file, text));
  const [issue] = read.flatMap(({ issues }) => issues);
  if (issue !== undefined)
    throw new UserError(issueLine(issue), { hint: 'correct the file: it has the facts of the cluster' });
  const own = read
    .flatMap(({ documents }) => documents.flatMap(expand))
    .map(({ value }) => Object(value) as Manifest)
    .find(({ kind, metadata }) => kind === 'EnvironmentConfig' && metadata?.name === platform);
  if (own === undefined) {
    throw new UserError(`${file} has no EnvironmentConfig ${platform}`, {
      hint: 'write the facts of the cluster there',
    });
  }
  const { catalogue = [] } = Object(own.data) as { readonly catalogue?: unknown };
  if (Array.isArray(catalogue) && catalogue.every((entry) => typeof entry === 'string')) return own;
  throw new UserError(`${file}: data.catalogue is no list of texts`, {
    hint: 'name the plurals of the kinds that teams may make, such as [databases]',
  });
}

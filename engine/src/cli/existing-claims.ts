/** Reads claims that exist, without a judgement: each release says for itself what it makes of them. */
import type { WrittenClaim } from '../compare/behaviour/about.ts';
import { UserError } from '../errors.ts';
import { type Document, issueLine, readDocuments } from '../judge/documents.ts';
import { expand } from '../judge/judge.ts';
import { manifestFiles } from '../judge/manifest-files.ts';
import type { Platform } from '../platform/platform.ts';
import type { KubernetesObject } from '../render/index.ts';

/**
 * The named claims of the platform in files and folders, each with a namespace unless its API is cluster-scoped. Throws a `UserError` for a
 * file that cannot be read, or if there is none.
 */
export function existingClaims(paths: readonly string[], { apis, group }: Platform): readonly WrittenClaim[] {
  const scopes = new Map(Object.values(apis).map(({ kind, scope }) => [kind, scope]));
  const claims = [...manifestFiles(paths)].flatMap((file) => {
    const { documents, issues } = file.read ?? readDocuments(file.file, file.text);
    const [issue] = issues;
    if (issue !== undefined) throw new UserError(issueLine(issue), { hint: 'correct the file, or leave it out' });
    return documents.flatMap(expand).flatMap(({ value, file: from }: Document): WrittenClaim[] => {
      const scope = isClaim(value, group) ? scopes.get(value.kind) : undefined;
      if (!isClaim(value, group) || scope === undefined) return [];
      const place = scope === 'Namespaced' ? { namespace: 'default' } : {};
      return [{ claim: { ...value, metadata: { ...place, ...value.metadata } }, file: from }];
    });
  });
  if (claims.length > 0) return claims;
  throw new UserError(`${paths.join(', ')}: no claim of ${group}`, { hint: 'name the folders that hold claims' });
}

/** Whether a value is an object of the group with a name: the API server gives one to all others, so nothing of them exists. */
function isClaim(value: unknown, group: string): value is KubernetesObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Record<string, unknown>>;
  const name: unknown = Object(metadata)['name'];
  return String(apiVersion).startsWith(`${group}/`) && typeof kind === 'string' && typeof name === 'string';
}

/** What in a claim still works, and may not after the next releases. */
import type { Issue } from '../errors.ts';
import { type AnyApi, deprecatedFields, versionWarning } from '../schema/index.ts';
import type { Offer } from './verdict.ts';

/** Deprecated fields of a claim, and its version if that is deprecated; none for a kind that is not of this platform. */
export function warningsOf(object: Readonly<Record<string, unknown>>, { group, apis }: Offer): readonly Issue[] {
  const { apiVersion, kind, spec } = object;
  const api = Object.values(apis).find((candidate) => candidate.kind === kind);
  const [own, version = ''] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  if (api === undefined || own !== group) return [];
  return [...versionWarnings(api, version), ...deprecatedFields(api.spec, spec, 'spec')];
}

function versionWarnings({ kind, deprecatedVersions }: AnyApi, version: string): readonly Issue[] {
  const deprecation = Object.hasOwn(deprecatedVersions, version) ? deprecatedVersions[version] : undefined;
  return deprecation === undefined ? [] : [{ path: 'apiVersion', message: versionWarning(kind, version, deprecation) }];
}

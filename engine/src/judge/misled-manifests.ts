/** Judges the manifests beside claims: they read what the Secrets of the claims have. */
import type { Judged, Judgement } from './judge.ts';
import { nearNames, promisedSecrets, referenceIssues } from './secret-references.ts';
import { type Offer, verdictOf } from './verdict.ts';

/**
 * The verdicts on manifests of other kinds that read a key which the Secret of a claim does not have, or a Secret whose name is almost that of one: the
 * latter is a warning. A Secret among the files is its author's own.
 */
export function misledManifests({ claims, secretNames, secretReaders }: Judgement, { apis }: Offer): readonly Judged[] {
  const byKind = new Map(Object.values(apis).map((api) => [api.kind, api]));
  const secrets = claims.flatMap(({ verdict, value }) => {
    const api = byKind.get(verdict.kind ?? '');
    return api === undefined ? [] : promisedSecrets(api, value).filter(({ name }) => !secretNames.has(name));
  });
  if (secrets.length === 0) return [];
  const byName = Map.groupBy(secrets, ({ name }) => name);
  return secretReaders.flatMap((document): Judged[] => {
    const value = document.value as Judged['value'];
    const issues = referenceIssues(value, byName);
    const warnings = nearNames(value, byName, secretNames);
    if (issues.length + warnings.length === 0) return [];
    return [{ verdict: verdictOf(document, issues, warnings), value, place: document.place }];
  });
}

/** What `planesmith plan` says of one claim, in the same words as `fatesOf`. */
import { type PlannedKind, type planClaims, planOf } from 'planesmith/testing';
import { sortedSet } from './fates.ts';

type Findings = Awaited<ReturnType<typeof planClaims>>['findings'];

/** One text for each object, and each changed field of it, sorted. */
export function predictedIn(findings: Findings): string[] {
  const { groups } = planOf(findings, { claims: 1, targets: [], environment: '', unserved: [] });
  const all = groups.flatMap(({ kind, findings: own }) => own.map((finding) => textOf(kind, finding)));
  return withoutKeptBack(sortedSet(all));
}

function textOf(kind: PlannedKind, { rule, place, message }: Findings[number]): string {
  const [, key] = place.split(': ');
  if (key === undefined)
    return kind === 'refused' ? 'refused the claim' : `${kind} the claim: ${message.split(' is lost')[0]}`;
  if (rule === 'readiness-lost') return `lost ${key}: it is not ready`;
  const [, secretKey] = /^the Secret (?:loses|gets) the key (\S+)/.exec(message) ?? [];
  if (secretKey !== undefined)
    return `${kind} ${key}: data${/[./"\s]/.test(secretKey) ? `["${secretKey}"]` : `.${secretKey}`}`;
  return kind === 'changed' || kind === 'resized' ? `${kind} ${key}: ${message.split(' of ')[0]}` : `${kind} ${key}`;
}

/** An owner that refuses one field of an object keeps back its other changes, too. */
export function withoutKeptBack(texts: readonly string[]): string[] {
  const refused = new Set(
    texts.filter((text) => text.startsWith('refused ')).map((text) => text.slice('refused '.length)),
  );
  return texts.filter((text) => {
    const [, key = ''] = /^(?:changed|resized) ([^:]+):/.exec(text) ?? [];
    return !refused.has(key);
  });
}

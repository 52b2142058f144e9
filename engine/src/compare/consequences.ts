/** Says once what the contract and the behaviour both say: a value that is gone from a schema is also refused in each claim, on each target. */
import { pathText } from './behaviour/changed-fields.ts';
import type { Finding, Severity } from './finding.ts';

const order: readonly Severity[] = ['breaking', 'risky', 'safe'];

/**
 * The findings of the contract, each with the findings of behaviour that follow from it and with the claims that those hit, and then all others. One that
 * hits a claim of somebody stays by itself if it is worse than its cause: a field may go after its sunset, but not from under a claim.
 */
export function foldConsequences(contract: readonly Finding[], behaviour: readonly Finding[]): Finding[] {
  const causes = new Map<string, Finding[]>();
  const alone = behaviour.filter((finding) => {
    const cause = causeOf(finding, contract);
    if (cause === undefined || (finding.claims.length > 0 && isWorse(finding, cause))) return true;
    causes.set(cause.fingerprint, [...(causes.get(cause.fingerprint) ?? []), finding]);
    return false;
  });
  return [...contract.map((finding) => withConsequences(finding, causes.get(finding.fingerprint) ?? [])), ...alone];
}

function withConsequences(finding: Finding, consequences: readonly Finding[]): Finding {
  if (consequences.length === 0) return finding;
  const claims = new Set([finding, ...consequences].flatMap((each) => each.claims));
  return { ...finding, claims: [...claims].toSorted(), consequences };
}

function isWorse(finding: Finding, than: Finding): boolean {
  return order.indexOf(finding.severity) < order.indexOf(than.severity);
}

/** The finding of the contract that says the most about the place. */
function causeOf({ rule, place, subject = '' }: Finding, contract: readonly Finding[]): Finding | undefined {
  const [kind = ''] = place.split(' on ', 1);
  const isCause = causeOfRule(rule, kind, subject);
  const found = contract.filter((finding) => finding.severity !== 'safe' && isCause(finding));
  return found.toSorted((a, b) => b.place.length - a.place.length)[0];
}

function causeOfRule(rule: string, kind: string, subject: string): (cause: Finding) => boolean {
  switch (rule) {
    case 'claim-invalid':
    case 'claim-refused':
      return (cause) =>
        cause.rule.startsWith('spec-') && holds(cause.place.slice(kind.length + 1), subject, cause, kind);
    case 'status-field-lost':
      return (cause) => /^status-(deprecated-)?field-removed$/.test(cause.rule) && cause.place === `${kind} ${subject}`;
    case 'claim-secret-key-removed':
      return (cause) => isOfKey(cause, kind, subject) && cause.rule === 'secret-key-removed';
    default:
      return () => false;
  }
}

/** Whether a path of a claim, such as `spec.topics[0].name`, is that of a field, such as `spec.topics[].name`, or lies below it. */
function holds(field: string, path: string, { place }: Finding, kind: string): boolean {
  if (!place.startsWith(`${kind} `) || path === '') return false;
  const [outer, inner] = [stepsOf(field), stepsOf(path)];
  return outer.every((step, index) => step === '*' || step === inner[index]) && inner.length >= outer.length;
}

/** The steps of either; any item of a list and any key of a map is `*` in that of a field. */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map(([step, key]) => (key === undefined ? step : key || '*'));
}

function isOfKey({ place, subject }: Finding, kind: string, path: string): boolean {
  return (
    place === kind && subject !== undefined && ['data', 'stringData'].some((part) => path === pathText([part, subject]))
  );
}

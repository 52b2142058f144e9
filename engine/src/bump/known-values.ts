/**
 * Joins two judgements of one object: as it is without the values that only owners of other objects know, and with such values. The values themselves are
 * invented, so only their presence counts.
 */
import type { Difference } from './object-differences.ts';
import type { BumpRuleId } from './rules.ts';

/** What may follow from the absence of a field. */
const fromAbsence = new Set<BumpRuleId>([
  'crd-field-required',
  'crd-default-added',
  'crd-default-changed',
  'crd-default-removed',
  'crd-bound-narrowed',
  'crd-rule-broken',
  'crd-alternatives-broken',
  'crd-object-refused',
]);

/** What follows from the presence of a field, whatever its value is. */
const fromPresence = new Set<BumpRuleId>([
  'crd-field-removed',
  'crd-type-changed',
  'crd-field-immutable',
  'crd-list-owned-otherwise',
  'crd-rule-unread',
]);

/**
 * What counts of both judgements. An object that `waits` is made once its values are known, so what it lacks without them counts only if it
 * lacks it with them, too. Any other object is made without them first.
 */
export function joined(
  without: readonly Difference[],
  withValues: readonly Difference[],
  waits: boolean,
): readonly Difference[] {
  const [before, after] = [new Set(without.map(textOf)), new Set(withValues.map(textOf))];
  return [
    ...without.filter((each) => !waits || !fromAbsence.has(each.rule) || after.has(textOf(each))),
    ...withValues.filter((each) => fromPresence.has(each.rule) && !before.has(textOf(each))),
  ];
}

/** What counts of an object that is only there with invented values. */
export function withoutValues(differences: readonly Difference[]): readonly Difference[] {
  return differences.filter(({ rule }) => fromAbsence.has(rule) || fromPresence.has(rule));
}

/** A sentence on a bound has the value in it, and one on a rule has the rule. */
function textOf({ rule, path, says }: Difference): string {
  return JSON.stringify([rule, path, ...(rule === 'crd-bound-narrowed' ? [] : [says])]);
}

/** What changed between two lists of CEL rules. Their order means nothing. */
import type { Rule } from '../../schema/index.ts';
import { type Change, isSame, type PropertyChanges, shown } from './property-changes.ts';

/** The properties of a rule that decide which values are valid. The others only say what is reported of those that are not. */
const decisive = ['rule', 'optionalOldSelf'] as const;
const defaults = { optionalOldSelf: false, reason: 'FieldValueInvalid' } satisfies Partial<Rule>;

/**
 * A rule is known by its expression. One that went while another with the same message came is taken for changed, since nobody can tell which of
 * two expressions accepts more.
 */
export const ruleChanges: PropertyChanges = (before, after) => {
  const [old, now] = [byDecision(before), byDecision(after)];
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, rule]) => rule);
  const came = [...now].filter(([key]) => !old.has(key)).map(([, rule]) => rule);
  const pairs = pairsOf(gone, came);
  const changed = new Set(pairs.flat());
  return [
    ...pairs.map(([was, is]) => change('rule-changed', is, `a rule of {place} was ${said(was)} and is ${said(is)}`)),
    ...gone
      .filter((rule) => !changed.has(rule))
      .map((rule) => change('rule-removed', rule, `{place} no longer has the rule ${said(rule)}`)),
    ...came
      .filter((rule) => !changed.has(rule))
      .map((rule) => change('rule-added', rule, `{place} now has the rule ${said(rule)}`)),
    ...[...now].flatMap(([key, rule]) => {
      const was = old.get(key);
      if (was === undefined || isSame({ ...defaults, ...was }, { ...defaults, ...rule })) return [];
      return [
        change('rule-report-changed', rule, `the rule ${said(rule)} of {place} has another message, path or reason`),
      ];
    }),
  ];
};

/** Pairs of rules that say the same to those who break them, each rule once. */
function pairsOf(gone: readonly Rule[], came: readonly Rule[]): (readonly [Rule, Rule])[] {
  const left = [...came];
  return gone.flatMap((was) => {
    const index = left.findIndex(({ message }) => message === was.message);
    const [is] = index < 0 ? [] : left.splice(index, 1);
    return is === undefined ? [] : [[was, is] as const];
  });
}

function byDecision(rules: unknown): ReadonlyMap<string, Rule> {
  return new Map(Array.isArray(rules) ? rules.map((rule: Rule) => [keyOf(rule), rule]) : []);
}

function keyOf(rule: Rule): string {
  return JSON.stringify(decisive.map((name) => ({ ...defaults, ...rule })[name]));
}

function change(edit: Change['edit'], rule: Rule, says: string): Change {
  return { edit, subject: keyOf(rule), says };
}

function said({ rule, optionalOldSelf }: Rule): string {
  return `${shown(rule)}${optionalOldSelf === true ? ' (also on creation)' : ''}`;
}

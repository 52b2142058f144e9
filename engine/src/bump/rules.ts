/** The rules by which the next version of a provider or operator is judged, over the objects that the platform composes. */
import type { CompareRule, Severity } from '../compare/finding.ts';

/** The severity, what changed as the beginning of a sentence, and what follows from it. */
type Row = readonly [severity: Severity, change: string, effect: string];

const refused = 'the API server refuses the objects that do not fit';
const stored = 'the API server stores another value in composed objects, which their owner may act on';

const rows = {
  'crd-kind-removed': ['breaking', 'A composed kind is gone', 'its objects can no longer be applied'],
  'crd-version-removed': [
    'breaking',
    'A composed kind is no longer served under our version',
    'its objects can no longer be applied',
  ],
  'crd-scope-changed': ['breaking', 'A composed kind has another scope', 'the API server refuses to change a CRD so'],
  'crd-field-removed': ['breaking', 'A field that is composed is gone', refused],
  'crd-field-required': ['breaking', 'A field that is not composed is required', refused],
  'crd-type-changed': ['breaking', 'A field that is composed has another type', refused],
  'crd-value-removed': ['breaking', 'A choice lost a value that is composed', refused],
  'crd-bound-narrowed': ['breaking', 'A bound leaves out a value that is composed', refused],
  'crd-text-refused': ['breaking', 'A pattern or format leaves out a text that is composed', refused],
  'crd-rule-broken': ['breaking', 'A CEL rule leaves out what is composed', refused],
  'crd-alternatives-broken': ['breaking', 'None of several alternatives fits what is composed', refused],
  'crd-duplicate-refused': ['breaking', 'A list refuses the same item twice', refused],
  'crd-object-refused': ['breaking', 'A composed object no longer fits its CRD', refused],
  'crd-default-added': ['risky', 'A default fills in a field that is not composed', stored],
  'crd-default-changed': ['risky', 'A default that fills in a field is another one', stored],
  'crd-default-removed': ['risky', 'A default no longer fills in a field', stored],
  'crd-field-immutable': [
    'risky',
    'A field that is composed can no longer change',
    'the kind must list it as immutable, or a change of a claim is refused for ever',
  ],
  'crd-list-owned-otherwise': [
    'risky',
    'A list or map that is composed has another type',
    'server-side apply owns it otherwise, as a whole or by item',
  ],
  'crd-rule-unread': [
    'risky',
    'A new CEL rule cannot be evaluated here',
    'only an API server can say whether it refuses what is composed',
  ],
  'crd-status-removed': [
    'risky',
    'A status field of a composed kind is gone',
    'a function that reads it waits for ever; after --write the compiler names it',
  ],
  'crd-status-retyped': [
    'risky',
    'A status field of a composed kind has another type',
    'a function that reads it may not understand it; after --write the compiler names it',
  ],
  'crd-version-deprecated': ['risky', 'Our version of a composed kind is deprecated', 'a later release drops it'],
  'crd-plural-changed': [
    'risky',
    'A composed kind has another plural',
    "Crossplane needs the right to it from the platform's next release",
  ],
  'crd-right-requested': [
    'risky',
    'The package or operator asks for a further right',
    'whoever runs the clusters must agree to it',
  ],
  'crd-right-dropped': ['safe', 'The package or operator asks for a right less', 'nothing that exists notices'],
  'crd-field-added': ['safe', 'A composed kind has a further field', 'functions may compose it once models have it'],
} as const satisfies Readonly<Record<string, Row>>;

export type BumpRuleId = keyof typeof rows;

/** The rule with this id. */
export function bumpRule(id: BumpRuleId): CompareRule {
  const [severity, change, effect] = rows[id];
  return { id, severity, summary: `${change}: ${effect}.` };
}

/** All rules, in the order of reports. */
export const bumpRules: readonly CompareRule[] = (Object.keys(rows) as BumpRuleId[]).map(bumpRule);

/** The rules about rights, which reports give a section of their own. */
export const rightRules: readonly string[] = [
  'crd-plural-changed',
  'crd-right-requested',
  'crd-right-dropped',
] satisfies BumpRuleId[];

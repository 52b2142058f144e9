/**
 * The edits of a schema that a comparison tells apart, and how severe each is.
 *
 * What people write goes in, what they read comes out: a wider schema is safe in and a risk out, a narrower one the reverse. Recorded
 * decisions do both, since a new release reads what an old one wrote.
 */
import type { CompareRule, Severity } from '../finding.ts';
import { sentence } from './sentence.ts';

/** The parts of a contract that have a schema. */
export const areas = ['spec', 'environment', 'status', 'recorded'] as const;
export type Area = (typeof areas)[number];

/** A severity, and what follows for those whom it hits, as the end of a sentence. */
type Effect = readonly [Severity, string];

interface EditKind {
  /** The change, as the beginning of a sentence. */
  readonly change: string;
  /**
   * What follows in specs and environments. `{who}` stands for claims or environments, `{fail}` for what becomes of those that do not fit.
   * Absent for what does not matter there.
   */
  readonly in?: Effect;
  /** What follows in environments, if it is something else: no API server validates, defaults or merges them. */
  readonly environment?: Effect;
  /** What follows in the status. Absent for what does not matter there. */
  readonly out?: Effect;
  /** What follows in the record. @default as in the status */
  readonly kept?: Effect;
}

const unnoticed: Effect = ['safe', 'nothing that exists notices'];
const refused = (which: string): Effect => ['breaking', `{who} ${which} {fail}`];
const surprise = (what: string): Effect => ['risky', `readers may meet ${what}, for which they are not prepared`];
const unreadable: Effect = ['breaking', 'claims that have it recorded stop until a release knows it again'];
/** The engine keeps recorded values that are out of bounds (runtime/read/recorded.ts); the API server accepts them while they do not change. */
const outOfBounds: Effect = ['risky', 'claims may have recorded what no longer fits'];
const undecided = (who: string): Effect => ['risky', `nobody can tell by a program what ${who} it still accepts`];

/**
 * Defaults are applied to requests, and to each object that is read from etcd (k8s.io/apiextensions-apiserver v0.36.3
 * pkg/apiserver/customresource_handler.go:1195 and :1299). So a value that was filled in earlier stays, and one that is absent changes at once.
 */
const defaultEffect = (what: string): Effect => ['risky', what];

/**
 * A manager of single items owns the whole list once it is atomic (sigs.k8s.io/structured-merge-diff v6.3.3
 * typed/reconcile_schema.go:183); the other way is not reconciled.
 */
const ownership: Effect = ['risky', 'appliers that own single items own the whole list, and replace it'];

const edits = {
  'field-added': {
    change: 'A field is new',
    in: unnoticed,
    out: unnoticed,
    kept: ['safe', 'it is decided once for claims that exist'],
  },
  'required-field-added': {
    change: 'A required field is new',
    in: refused('without it'),
    environment: ['breaking', 'every claim that needs it waits until environments have it'],
  },
  'field-removed': {
    change: 'A field is gone',
    in: refused('that have it'),
    /** The engine accepts unknown fields there (runtime/read/environment.ts), since one environment serves several releases. */
    environment: ['risky', 'no function reads it any longer'],
    out: ['breaking', 'readers find nothing there'],
    kept: [
      'breaking',
      'no function reads its decision any longer, and the way back to the old release may find it gone',
    ],
  },
  'deprecated-field-removed': {
    change: 'A deprecated field is gone after its sunset',
    in: ['risky', 'claims that have it are refused, as was announced'],
    environment: ['safe', 'no function reads it any longer, as was announced'],
    out: ['risky', 'readers find nothing there, as was announced'],
    kept: ['risky', 'no function reads its decision any longer, as was announced'],
  },
  'field-required': { change: 'A field is required now', in: refused('without it'), out: unnoticed },
  'field-optional': { change: 'A field is optional now', in: unnoticed, out: surprise('objects without it') },
  'default-added': {
    change: 'A field has a default now',
    in: defaultEffect('claims without the field get it at once, also those that exist'),
    environment: defaultEffect('environments without the field get it at once, with every claim there'),
  },
  'default-changed': {
    change: 'A default is another one',
    in: defaultEffect(
      'claims that exist keep the value that was filled in, and the same claim made anew gets the other one',
    ),
    environment: defaultEffect('environments without the field get it at once, with every claim there'),
  },
  'default-removed': {
    change: 'A default is gone',
    in: defaultEffect('claims that exist keep the value that was filled in, and the same claim made anew has none'),
    environment: defaultEffect('environments without the field have none from now on'),
  },
  'null-allowed': { change: 'A value may be null now', in: unnoticed, out: surprise('null') },
  'null-refused': {
    change: 'A value may no longer be null',
    in: refused('in which it is null'),
    out: unnoticed,
    kept: outOfBounds,
  },
  'field-deprecated': { change: 'A field is deprecated now', in: unnoticed, out: unnoticed },
  'field-deprecated-at-short-notice': {
    change: 'A field is deprecated, and its sunset is too soon from today',
    in: ['risky', 'people have less time to change than the stability of the API promises'],
    environment: ['risky', 'people have less time to change than they should'],
    out: ['risky', 'people have less time to change than the stability of the API promises'],
  },
  'sunset-earlier': {
    change: 'The sunset of a deprecated field is earlier',
    in: ['risky', 'people who rely on the day that was announced are late'],
    out: ['risky', 'people who rely on the day that was announced are late'],
  },
  'sunset-later': { change: 'The sunset of a deprecated field is later', in: unnoticed, out: unnoticed },
  'field-undeprecated': { change: 'A field is no longer deprecated', in: unnoticed, out: unnoticed },
  'type-changed': {
    change: 'A value has another type',
    in: refused('with a value of the old type'),
    out: ['breaking', 'readers of the old type fail'],
    kept: unreadable,
  },
  'type-widened': {
    change: 'A value may have a further type',
    in: ['risky', 'rules and functions that compute with it may answer otherwise'],
    out: ['breaking', 'readers of the old type fail'],
    kept: ['risky', 'readers and older releases may meet a type that they do not know'],
  },
  'choices-opened': { change: 'A choice is free text now', in: unnoticed, out: surprise('any text') },
  'choices-closed': {
    change: 'Free text is a choice now',
    in: refused('with another text'),
    out: unnoticed,
    kept: unreadable,
  },
  'value-added': { change: 'A choice has a further value', in: unnoticed, out: surprise('it') },
  'value-removed': { change: 'A choice has a value less', in: refused('with it'), out: unnoticed, kept: unreadable },
  'bound-widened': { change: 'A bound is wider', in: unnoticed, out: surprise('values beyond the old one') },
  'bound-narrowed': { change: 'A bound is narrower', in: refused('beyond it'), out: unnoticed, kept: outOfBounds },
  'format-added': {
    change: 'A text has a format now',
    in: refused('with another text'),
    out: unnoticed,
    kept: outOfBounds,
  },
  'format-changed': {
    change: 'A text has another format',
    in: refused('with a text of the old one'),
    out: ['breaking', 'readers that parse the old one fail'],
    kept: outOfBounds,
  },
  'format-removed': { change: 'A text has no format any longer', in: unnoticed, out: surprise('any text') },
  'pattern-added': {
    change: 'A text has a pattern now',
    in: refused('that do not match'),
    out: unnoticed,
    kept: outOfBounds,
  },
  'pattern-changed': { change: 'A text has another pattern', in: undecided('texts'), out: undecided('texts') },
  'pattern-removed': { change: 'A text has no pattern any longer', in: unnoticed, out: surprise('any text') },
  'rule-added': { change: 'There is a new rule', in: refused('that break it'), out: unnoticed, kept: outOfBounds },
  'rule-changed': { change: 'A rule is another one', in: undecided('values'), out: undecided('values') },
  'rule-removed': { change: 'A rule is gone', in: unnoticed, out: surprise('values that it refused') },
  'rule-report-changed': { change: 'A rule reports otherwise', in: unnoticed, out: unnoticed },
  'list-type-changed': {
    change: 'A list is a set or has keys now',
    in: refused('with the same item twice'),
    out: ['risky', 'appliers own other parts of it'],
  },
  'list-made-atomic': { change: 'A list is atomic now', in: ownership, environment: unnoticed, out: ownership },
  'list-keys-changed': {
    change: 'Other fields tell the items of a list apart',
    in: refused('with items that differ in other fields only'),
    out: ['risky', 'appliers own other parts of it'],
  },
} as const satisfies Readonly<Record<string, EditKind>>;

export type Edit = keyof typeof edits;

const isEdit = (name: string): name is Edit => Object.hasOwn(edits, name);
/** All edits, in the order of reports. */
export const editNames: readonly Edit[] = Object.keys(edits).filter(isEdit);

/** A rule of an area, and what follows for those whom it hits, as the end of a sentence. */
export interface AreaRule extends CompareRule {
  readonly follows: string;
}

const claims = ['claims', 'are refused'] as const;
const environments = ['environments', 'no longer serve the claims that read it'] as const;

const nouns: Readonly<Record<Area, string>> = {
  spec: 'spec',
  environment: 'environment',
  status: 'status',
  recorded: 'record',
};

/** The change, as the beginning of a sentence. */
export function changeOf(edit: Edit): string {
  return edits[edit].change;
}

/** The rule for an edit in an area; undefined if the edit does not matter there. */
export function areaRule(area: Area, edit: Edit): AreaRule | undefined {
  const kind: EditKind = edits[edit];
  const effect = effectIn(area, kind);
  if (effect === undefined) return undefined;
  const [severity, template] = effect;
  const [who, fail] = area === 'environment' ? environments : claims;
  const follows = template.replace('{who}', who).replace('{fail}', fail);
  return { id: `${area}-${edit}`, severity, summary: sentence(`${kind.change} (${nouns[area]})`, follows), follows };
}

function effectIn(area: Area, kind: EditKind): Effect | undefined {
  switch (area) {
    case 'spec':
      return kind.in;
    case 'environment':
      return kind.environment ?? kind.in;
    case 'status':
      return kind.out;
    case 'recorded':
      return kind.kept ?? kind.out;
  }
}

/** The rules of all areas, in the order of reports. */
export const schemaRules: readonly CompareRule[] = areas.flatMap((area) =>
  editNames.flatMap((edit) => {
    const rule = areaRule(area, edit);
    return rule === undefined ? [] : [{ id: rule.id, severity: rule.severity, summary: rule.summary }];
  }),
);

/** What changed between two versions of a kind's schema, node by node. Whether a change matters is for composed objects to say. */
import { isSame, shown } from '../compare/contract/property-changes.ts';
import type { JsonSchema, ValidationRule } from '../models/json-schema.ts';
import { unchangedField } from '../schema/unchanged.ts';
import type { BumpRuleId } from './rules.ts';
import { below, type SchemaPair, type SchemaPath } from './schema-path.ts';

/** One change of a schema. */
export interface SchemaChange {
  readonly path: SchemaPath;
  /** The rule of what follows for an object that has the place. */
  readonly rule: BumpRuleId;
  /** The change with its values, as the beginning of a sentence. */
  readonly says: string;
}

/** Every change from `old` to `now`. Below a field that is gone or new, nothing is compared. */
export function schemaChanges(pair: SchemaPair): readonly SchemaChange[] {
  return [...changesAt(pair.old, pair.now, [], pair)];
}

function* changesAt(old: JsonSchema, now: JsonSchema, path: SchemaPath, roots: SchemaPair): Generator<SchemaChange> {
  const at = (rule: BumpRuleId, says: string, below: SchemaPath = []): SchemaChange => ({
    path: [...path, ...below],
    rule,
    says,
  });
  yield* [...fieldChanges(old, now), ...ruleChanges(old, now)].map(({ rule, says, path: name }) =>
    at(rule, says, name),
  );
  yield* valueChanges(old, now).map(({ rule, says }) => at(rule, says));
  const shared = Object.keys(old.properties ?? {}).filter((name) => Object.hasOwn(now.properties ?? {}, name));
  for (const step of [...shared, '*']) {
    const [before, after] = [below(old, step, roots.old), below(now, step, roots.now)];
    if (before !== undefined && after !== undefined) yield* changesAt(before, after, [...path, step], roots);
  }
}

/** Fields that came, went, or are required now. */
function fieldChanges(old: JsonSchema, now: JsonSchema): readonly SchemaChange[] {
  const [before, after] = [old.properties ?? {}, now.properties ?? {}];
  const onlyIn = (one: object, other: object) => Object.keys(one).filter((name) => !Object.hasOwn(other, name));
  const needed = (now.required ?? []).filter((name) => !(old.required ?? []).includes(name));
  const kept = 'x-kubernetes-preserve-unknown-fields';
  return [
    ...onlyIn(before, after).map((name): SchemaChange => ({
      path: [name],
      rule: 'crd-field-removed',
      says: 'the field is gone',
    })),
    ...onlyIn(after, before).map((name): SchemaChange => ({
      path: [name],
      rule: 'crd-field-added',
      says: 'the field is new',
    })),
    ...needed.map((name): SchemaChange => ({
      path: [name],
      rule: 'crd-field-required',
      says: 'the field is required now',
    })),
    ...(old[kept] === true && now[kept] !== true
      ? [{ path: [], rule: 'crd-field-removed', says: 'fields that the schema does not name are refused now' } as const]
      : []),
  ];
}

/** Changes of which values a node takes. */
function valueChanges(old: JsonSchema, now: JsonSchema): readonly Omit<SchemaChange, 'path'>[] {
  return [
    ...typeChanges(old, now),
    ...enumChanges(old, now),
    ...bounds.flatMap(([keyword, isNarrower]) => narrowed(keyword, isNarrower, old, now)),
    ...(['pattern', 'format'] as const).flatMap((keyword) => replaced('crd-text-refused', keyword, old, now)),
    ...(['allOf', 'anyOf', 'oneOf', 'not'] as const).flatMap((keyword) =>
      replaced('crd-alternatives-broken', keyword, old, now),
    ),
    ...replaced('crd-duplicate-refused', 'uniqueItems', old, now),
    ...listTypes.flatMap((keyword) => replaced('crd-list-owned-otherwise', keyword, old, now)),
  ];
}

const listTypes = ['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type'] as const;

function typeChanges(old: JsonSchema, now: JsonSchema): readonly Omit<SchemaChange, 'path'>[] {
  const [before, after] = [typeOf(old), typeOf(now)];
  if (before === after) return [];
  return [{ rule: 'crd-type-changed', says: `the type was ${before} and is ${after}` }];
}

function typeOf(schema: JsonSchema): string {
  const type = schema['x-kubernetes-int-or-string'] === true ? 'integer or string' : (schema.type ?? 'anything');
  return schema.nullable === true ? `${type} or null` : type;
}

function enumChanges({ enum: old }: JsonSchema, { enum: now }: JsonSchema): readonly Omit<SchemaChange, 'path'>[] {
  if (now === undefined) return [];
  if (old === undefined) return [{ rule: 'crd-value-removed', says: `the value is one of ${shown(now)} now` }];
  const gone = old.filter((value) => !now.some((other) => isSame(value, other)));
  return gone.length === 0
    ? []
    : [{ rule: 'crd-value-removed', says: `the choice no longer has ${gone.map(shown).join(', ')}` }];
}

type Bound =
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'minProperties'
  | 'maxProperties'
  | 'multipleOf';

const isMore = (old: number | undefined, now: number) => old === undefined || now > old;
const isLess = (old: number | undefined, now: number) => old === undefined || now < old;
const isOther = (old: number | undefined, now: number) => old !== now;

/** Each bound, and whether a value of it leaves out more than another one. */
const bounds: readonly (readonly [Bound, (old: number | undefined, now: number) => boolean])[] = [
  ['minimum', isMore],
  ['maximum', isLess],
  ['minLength', isMore],
  ['maxLength', isLess],
  ['minItems', isMore],
  ['maxItems', isLess],
  ['minProperties', isMore],
  ['maxProperties', isLess],
  ['multipleOf', isOther],
];

function narrowed(
  keyword: Bound,
  isNarrower: (old: number | undefined, now: number) => boolean,
  old: JsonSchema,
  now: JsonSchema,
): readonly Omit<SchemaChange, 'path'>[] {
  const exclusive = keyword === 'minimum' ? 'exclusiveMinimum' : keyword === 'maximum' ? 'exclusiveMaximum' : undefined;
  const isExclusiveNow = exclusive !== undefined && now[exclusive] === true && old[exclusive] !== true;
  const [before, after] = [old[keyword], now[keyword]];
  if (after === undefined || !(isNarrower(before, after) || isExclusiveNow)) return [];
  return [{ rule: 'crd-bound-narrowed', says: `${keyword} was ${shown(before)} and is ${shown(after)}` }];
}

function replaced(
  rule: BumpRuleId,
  keyword: keyof JsonSchema,
  old: JsonSchema,
  now: JsonSchema,
): readonly Omit<SchemaChange, 'path'>[] {
  const [before, after] = [old[keyword], now[keyword]];
  const isOwnership = rule === 'crd-list-owned-otherwise';
  if (isSame(before, after) || (after === undefined && !isOwnership)) return [];
  return [{ rule, says: `${keyword} was ${shown(before)} and is ${shown(after)}` }];
}

/** New rules. One that compares with the object as it was is never evaluated here, since nothing tells what will change. */
function ruleChanges(old: JsonSchema, now: JsonSchema): readonly SchemaChange[] {
  const key = 'x-kubernetes-validations';
  const known = new Set((old[key] ?? []).map(({ rule }: ValidationRule) => rule));
  const fresh = (now[key] ?? []).map(({ rule }: ValidationRule) => rule).filter((rule) => !known.has(rule));
  return fresh.map((rule): SchemaChange => {
    const field = unchangedField(rule);
    if (field !== undefined) {
      const path = field.split('.').filter((step) => step !== '');
      return { path, rule: 'crd-field-immutable', says: 'the value can no longer change' };
    }
    if (!/\boldSelf\b/.test(rule))
      return { path: [], rule: 'crd-rule-broken', says: `there is a new rule ${shown(rule)}` };
    const says = `a new rule compares with the object as it was: ${shown(rule)}`;
    return { path: [], rule: 'crd-rule-unread', says };
  });
}

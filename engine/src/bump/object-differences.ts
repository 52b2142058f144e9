/** Judges one composed object by two versions of its kind's schema. */
import type { Issue } from '../errors.ts';
import { isSame, shown } from '../compare/contract/property-changes.ts';
import { checkComposed } from '../models/check/check-composed.ts';
import { withDefaults } from '../models/check/defaults.ts';
import { unsupportedRules } from '../models/check/rules.ts';
import type { JsonSchema } from '../models/json-schema.ts';
import type { BumpRuleId } from './rules.ts';
import { type SchemaChange, schemaChanges } from './schema-changes.ts';
import { below, type SchemaPair, type SchemaPath, schemaPathOf, valuesAt } from './schema-path.ts';

/** What the new schema means for an object. */
export interface Difference {
  readonly rule: BumpRuleId;
  readonly path: SchemaPath;
  /** One sentence without a full stop, and without the path. */
  readonly says: string;
}

/** Judges objects of one kind. */
export interface KindJudge {
  readonly changes: readonly SchemaChange[];
  readonly differences: (object: unknown) => readonly Difference[];
}

/** The judge of a kind; it compares the schemas once. */
export function kindJudge(pair: SchemaPair): KindJudge {
  const changes = schemaChanges(pair);
  if (isSame(pair.old, pair.now)) return { changes, differences: () => [] };
  const known = new Set(unsupportedRules(pair.old).map(issueText));
  const unsupported = unsupportedRules(pair.now);
  const ignored = new Set(unsupported.map(issueText));
  const unread = unsupported.filter((issue) => !known.has(issueText(issue)));
  return {
    changes,
    differences: (object) =>
      withoutConsequences([
        ...refusals(object, pair, changes, ignored),
        ...storedDifferences(object, pair),
        ...concerned(object, changes),
        ...unread.flatMap(({ path, message }) => placed(object, 'crd-rule-unread', [stepsOf(path)], message)),
      ]),
  };
}

/** A value of another type is one difference: all else at its place and below follows from it. */
function withoutConsequences(differences: readonly Difference[]): readonly Difference[] {
  const retyped = differences.filter(({ rule }) => rule === 'crd-type-changed');
  const follows = ({ path }: Difference) => retyped.some((other) => other.path.every((step, at) => step === path[at]));
  return differences.filter((each) => retyped.includes(each) || !follows(each));
}

const issueText = ({ path, message }: Issue): string => `${path} ${message}`;

/** What the API server reports under the new schema, and not under the old one; `ignored` is what only says that a rule cannot be evaluated. */
function refusals(
  object: unknown,
  pair: SchemaPair,
  changes: readonly SchemaChange[],
  ignored: ReadonlySet<string>,
): readonly Difference[] {
  const before = new Set(checkComposed(pair.old, object).map(({ path }) => path));
  return checkComposed(pair.now, object)
    .filter((issue) => !before.has(issue.path) && !ignored.has(issueText(issue)))
    .map((issue) => {
      const path = schemaPathOf(issue.path, pair, object);
      const change = causeOf(issue, path, changes);
      const rule = change === undefined || issue.message.startsWith('Duplicate value') ? ruleOf(issue) : change.rule;
      return { rule, path, says: `${change?.says ?? 'the object no longer fits'}: ${issue.message}` };
    });
}

/** The change behind an issue: of those whose rule fits the message, the nearest at or above its place. */
function causeOf({ message }: Issue, path: SchemaPath, changes: readonly SchemaChange[]): SchemaChange | undefined {
  const rules = rulesFor(message);
  const above = changes.filter(
    (change) => rules.includes(change.rule) && change.path.every((step, at) => step === path[at]),
  );
  return above.reduce<SchemaChange | undefined>(
    (best, change) => (best === undefined || change.path.length > best.path.length ? change : best),
    undefined,
  );
}

function ruleOf({ message }: Issue): BumpRuleId {
  const [rule, ...others] = rulesFor(message);
  return rule === undefined || others.length > 0 ? 'crd-object-refused' : rule;
}

/** The rules that may be behind a message of the API server. */
function rulesFor(message: string): readonly BumpRuleId[] {
  if (message.startsWith('unknown field')) return ['crd-field-removed'];
  if (message === 'Required value') return ['crd-field-required'];
  if (message.startsWith('Unsupported value')) return ['crd-value-removed'];
  if (message.startsWith('Duplicate value')) return ['crd-duplicate-refused'];
  if (message.includes('in body must be of type')) return ['crd-type-changed', 'crd-text-refused'];
  if (/^Too (long|many)/.test(message)) return ['crd-bound-narrowed'];
  return ['crd-bound-narrowed', 'crd-text-refused', 'crd-rule-broken', 'crd-alternatives-broken'];
}

/** The fields that each version fills in otherwise. */
function storedDifferences(object: unknown, { old, now }: SchemaPair): readonly Difference[] {
  const [before, after] = [old, now].map((schema) => withDefaults(schema, schema, object));
  return [...filledIn(before, after, now, [], now)];
}

function* filledIn(
  before: unknown,
  after: unknown,
  node: JsonSchema | undefined,
  path: SchemaPath,
  root: JsonSchema,
): Generator<Difference> {
  if (isSame(before, after)) return;
  if (!isParent(before) || !isParent(after)) {
    const says = `the default was ${shown(before)} and is ${shown(after)}`;
    const rule = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    yield { rule: `crd-default-${rule}`, path, says };
    return;
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const step = Array.isArray(after) || isKey(node, name) ? '*' : name;
    yield* filledIn(before[name], after[name], below(node, step, root), [...path, step], root);
  }
}

/** Whether the name is a key of a map, and no field. */
function isKey(node: JsonSchema | undefined, name: string): boolean {
  return typeof node?.additionalProperties === 'object' && !Object.hasOwn(node.properties ?? {}, name);
}

function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The steps of a path in which `[]` or `[*]` stands for each item. */
function stepsOf(path: string): SchemaPath {
  return path
    .replaceAll(/\[\*?\]/g, '.*')
    .split('.')
    .filter((step) => step !== '');
}

/** Changes that no judgement of the object shows, but that concern what it has. */
const unjudged = new Set<BumpRuleId>(['crd-list-owned-otherwise', 'crd-field-immutable', 'crd-rule-unread']);

function concerned(object: unknown, changes: readonly SchemaChange[]): readonly Difference[] {
  return changes
    .filter(({ rule }) => unjudged.has(rule))
    .flatMap(({ rule, path, says }) => placed(object, rule, [path], says));
}

/** A difference for each path at which the object has a value. */
function placed(object: unknown, rule: BumpRuleId, paths: readonly SchemaPath[], says: string): readonly Difference[] {
  return paths.filter((path) => valuesAt(object, path).length > 0).map((path) => ({ rule, path, says }));
}

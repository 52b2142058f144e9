/** Reads the contract of a release from JSON. */
import { UserError } from '../../errors.ts';
import { type AnyApi, type Deprecation, isDay, type ResolvedColumn, type Rule } from '../../schema/index.ts';
import type { NodeBase } from '../../schema/node.ts';
import { toPattern } from '../../schema/pattern/pattern.ts';
import { isTooDeep } from '../depth.ts';
import { isVersion } from '../version.ts';
import { type ApiContract, type Contract, contractFormat, type PackageContract, type Reading } from './contract.ts';
import type { Kind, OwnProperty } from './node-changes.ts';
import { anything, exactly, isRecord, listOf, maybe, ofType, oneOfTexts, recordOf, type Shape } from './shape.ts';

type ShapeOf<T> = { readonly [P in keyof T]-?: Shape };

const [text, flag, count] = [ofType('string'), ofType('boolean'), maybe(ofType('number'))];
const texts = listOf(text);

/** A comparison of choices with a text asks whether it matches. */
const expression: Shape = (value, path) => {
  if (typeof value !== 'string') return `${path}: is no string`;
  try {
    toPattern(value);
    return undefined;
  } catch {
    return `${path}: is no regular expression of RE2`;
  }
};

const rule: ShapeOf<Rule> = {
  rule: text,
  message: text,
  fieldPath: maybe(text),
  reason: maybe(text),
  messageExpression: maybe(text),
  optionalOldSelf: maybe(flag),
};

const day: Shape = (value, path) =>
  typeof value === 'string' && isDay(value) ? undefined : `${path}: is no day, such as 2027-01-31`;
const deprecation: ShapeOf<Deprecation> = { instead: text, since: day, sunset: day };

const base: ShapeOf<NodeBase> = {
  description: maybe(text),
  presence: oneOfTexts(['required', 'optional', 'defaulted']),
  nullable: flag,
  default: anything,
  deprecated: maybe(exactly(deprecation)),
  rules: listOf(exactly(rule)),
};

const node: Shape = (value, path) => {
  if (!isRecord(value)) return `${path}: is no object`;
  const shape = new Map(Object.entries(own)).get(String(value['kind']));
  return shape === undefined
    ? `${path}.kind: is none that this engine knows`
    : exactly({ ...base, ...shape, kind: text })(value, path);
};

const own: { readonly [K in Kind]: { readonly [P in OwnProperty<K>]-?: Shape } } = {
  object: { fields: recordOf(node) },
  string: { minLength: count, maxLength: count, pattern: maybe(expression), format: maybe(text) },
  integer: { minimum: count, maximum: count, multipleOf: count, format: maybe(text) },
  number: { minimum: count, maximum: count, format: maybe(text) },
  boolean: {},
  enum: { values: texts },
  intOrString: { maxLength: count, pattern: maybe(expression) },
  array: { items: node, listType: oneOfTexts(['atomic', 'set', 'map']), keys: texts, minItems: count, maxItems: count },
  map: { values: node, minProperties: count, maxProperties: count },
  any: {},
  metadata: { maxNameLength: ofType('number') },
};

const column: ShapeOf<ResolvedColumn> = {
  name: text,
  jsonPath: text,
  type: text,
  description: text,
  priority: ofType('number'),
};

const limit: Shape = exactly({
  among: maybe(text),
  most: maybe(text),
  needs: maybe(text),
  value: anything,
  unit: maybe(text),
  amounts: maybe(recordOf(ofType('number'))),
  when: maybe(recordOf(anything)),
  why: maybe(text),
});

const definition: ShapeOf<Omit<AnyApi, 'convert'>> = {
  kind: text,
  plural: text,
  singular: text,
  shortNames: texts,
  categories: texts,
  version: text,
  alsoServed: texts,
  deprecatedVersions: recordOf(exactly(deprecation)),
  scope: oneOfTexts(['Namespaced', 'Cluster']),
  description: text,
  targets: texts,
  spec: node,
  recorded: node,
  status: node,
  secret: recordOf(text),
  tasks: recordOf(text),
  limits: recordOf(listOf(limit)),
  columns: listOf(exactly(column)),
  rules: listOf(exactly(rule)),
};

const reading: ShapeOf<Reading> = { needed: texts, optional: texts, ignores: recordOf(text) };
const api: ShapeOf<ApiContract> = { definition: exactly(definition), reads: recordOf(exactly(reading)) };
const delivered: ShapeOf<PackageContract> = {
  kinds: texts,
  targets: texts,
  flavour: oneOfTexts(['namespaced', 'claims']),
};
const composed = exactly({ plural: text, namespaced: flag, clusterRoles: texts });

const version: Shape = (value, path) =>
  typeof value === 'string' && isVersion(value)
    ? undefined
    : `${path}: ${JSON.stringify(value)} is no semantic version, such as 1.2.3`;

const contract: ShapeOf<Contract> = {
  format: (value, path) => (value === contractFormat ? undefined : `${path}: is not ${contractFormat}`),
  platform: text,
  version,
  group: text,
  registry: text,
  crossplane: text,
  channel: maybe(text),
  apis: recordOf(exactly(api)),
  environment: node,
  targets: recordOf(exactly({ composes: recordOf(composed) })),
  packages: recordOf(exactly(delivered)),
  conditions: recordOf(recordOf(text)),
  events: recordOf(text),
};

/** The contract in a text; `name` is what people call its source. Throws a `UserError` if it is damaged, or of a later format. */
export function readContract(source: string, name: string): Contract {
  const value = parsed(source, name);
  if (isTooDeep(value)) throw damaged(name, 'it is nested too deeply');
  const format = isRecord(value) ? value['format'] : undefined;
  if (typeof format === 'number' && format > contractFormat) {
    throw new UserError(
      `${name} has a contract of format ${format}, and this planesmith reads format ${contractFormat}`,
      {
        hint: 'install the planesmith that made it, or a later one',
      },
    );
  }
  if (!isContract(value)) throw damaged(name, problemOf(value) ?? '');
  const stranger = Object.entries(value.apis).find(
    ([
      kind,
      {
        definition: { kind: own },
      },
    ]) => own !== kind,
  );
  if (stranger !== undefined) throw damaged(name, `apis.${stranger[0]}.definition.kind: is another one`);
  return value;
}

const problemOf = (value: unknown): string | undefined => exactly(contract)(value, '');

function isContract(value: unknown): value is Contract {
  return problemOf(value) === undefined;
}

function parsed(source: string, name: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw damaged(name, 'it is not JSON', cause);
  }
}

function damaged(name: string, reason: string, cause?: unknown): UserError {
  return new UserError(`the contract in ${name} is damaged: ${reason}`, {
    hint: 'take it again from where it was published',
    cause,
  });
}

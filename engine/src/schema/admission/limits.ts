/** CEL for the limits of an environment: what a claim asks for beyond them, in the words with which the function refuses it. */
import type { AnyApi } from '../api.ts';
import { escapeName } from '../cel/escaped-name.ts';
import { type Limit, pathOf, platformTeam, type Quoted, reasonOf, refusalText } from '../limits/limit.ts';
import { nodeAt } from '../limits/unfit.ts';
import type { Node } from '../node.ts';
import { empty, literal, orElse } from './text.ts';

/** The variable that has the data of the EnvironmentConfig; an empty map if there is none. */
export const environmentVariable = 'variables.environment';

/** One limited field, and a CEL expression of type string: the refusal of what `object` asks for, empty if it is granted. */
export interface LimitedField {
  readonly field: string;
  readonly refusal: string;
}

/**
 * The limited fields of an API. A field that an update leaves alone is not judged: what exists stays in use if the limit came later, and
 * its condition says so.
 */
export function limitedFields({ limits, spec }: Pick<AnyApi, 'limits' | 'spec'>, environment: Node): LimitedField[] {
  return Object.entries(limits).map(([field, all]) => {
    const name = escapeName(field);
    const { before, after } = refusalText({ path: `spec.${field}`, who: platformTeam });
    const reasons = all.map((limit) => reason(limit, { name, node: nodeAt(spec, field), environment, before, after }));
    const found = reasons.reduceRight((rest, text) => orElse(text, rest), empty);
    return { field, refusal: `(${isAsked(name)} ? ${found} : ${empty})` };
  });
}

interface Place {
  /** The field as CEL writes it. */
  readonly name: string;
  readonly node: Node | undefined;
  readonly environment: Node;
  readonly before: string;
  readonly after: string;
}

/** Whether the claim has the field, and an update changes it. */
function isAsked(name: string): string {
  const has = (variable: string) => `${variable}.?spec.?${name}.hasValue()`;
  return `${has('object')} && (oldObject == null || !${has('oldObject')} || oldObject.spec.${name} != object.spec.${name})`;
}

function reason(limit: Limit, { name, node, environment, before, after }: Place): string {
  const asked = `object.spec.${name}`;
  const { condition, values } = excess(limit, asked, environment);
  const shown = { asked: node?.kind === 'integer' ? `string(${asked})` : asked, ...values };
  const text = reasonOf(limit).map((part) => (typeof part === 'string' ? literal(part) : shown[part.quoted]));
  const sentence = [literal(before), ...text, literal(after)].join(' + ').replaceAll(/(?<!\\)" \+ "/g, '');
  return `(${[...conditions(limit), condition].join(' && ')} ? ${sentence} : ${empty})`;
}

/** The conditions under which a limit counts. */
function conditions({ when = {} }: Limit): string[] {
  return Object.entries(when).map(([field, value]) => {
    const name = escapeName(field);
    const other = typeof value === 'string' ? empty : String(!value);
    return `object.?status.?recorded.?${name}.orValue(object.?spec.?${name}.orValue(${other})) == ${JSON.stringify(value)}`;
  });
}

interface Excess {
  readonly condition: string;
  readonly values: Readonly<Record<Exclude<Quoted, 'asked'>, string>>;
}

function excess(limit: Limit, asked: string, environment: Node): Excess {
  const found = read(environment, pathOf(limit));
  if ('needs' in limit) {
    const around = read(environment, limit.needs.split('.').slice(0, -1).join('.'));
    const condition = `${asked} == ${JSON.stringify(limit.value)} && ${around.isThere} && !(${found.isThere})`;
    return { condition, values: { amount: empty, limit: empty } };
  }
  if ('among' in limit) {
    const offered = known(found.value, nodeAt(environment, limit.among));
    return {
      condition: `${found.isThere} && !(${asked} in ${offered})`,
      values: { amount: empty, limit: `${offered}.join(', ')` },
    };
  }
  const amount = amountOf(limit, asked);
  const unit = limit.unit === undefined ? '' : ` + ${literal(limit.unit)}`;
  return {
    condition: `${found.isThere} && ${amount} > ${found.value}`,
    values: { amount: `string(${amount})`, limit: `string(${found.value})${unit}` },
  };
}

function amountOf({ amounts, unit }: Extract<Limit, { most: string }>, asked: string): string {
  if (amounts !== undefined) return `${JSON.stringify(amounts)}[${asked}]`;
  return unit === undefined ? asked : `int(${asked}.replace(${literal(unit)}, ''))`;
}

/** The choices that this release knows; another release may offer more of them in the same list. */
function known(list: string, node: Node | undefined): string {
  const items = node?.kind === 'array' ? node.items : undefined;
  return items?.kind === 'enum' ? `${list}.filter(v, v in ${JSON.stringify(items.values)})` : list;
}

/** A value of the environment, with the default that its schema gives, which the API server does not know. */
function read(environment: Node, path: string): { readonly isThere: string; readonly value: string } {
  if (path === '') return { isThere: `${environmentVariable}.size() > 0`, value: environmentVariable };
  const found =
    environmentVariable +
    path
      .split('.')
      .map((key) => `.?${escapeName(key)}`)
      .join('');
  const node = nodeAt(environment, path);
  if (node?.presence !== 'defaulted') return { isThere: `${found}.hasValue()`, value: `${found}.value()` };
  const around = read(environment, path.split('.').slice(0, -1).join('.'));
  return { isThere: around.isThere, value: `${found}.orValue(${JSON.stringify(node.default)})` };
}

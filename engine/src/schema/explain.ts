/** The documentation of an API and of each of its fields, as data. */
import { UserError } from '../errors.ts';
import type { AnyApi } from './api.ts';
import type { Deprecation } from './deprecation.ts';
import { limitSentence } from './limits/explained.ts';
import type { Limits } from './limits/limit.ts';
import { nearest } from './nearest.ts';
import type { Json, Node } from './node.ts';

/** One field, or the whole object of an API. */
export interface Explanation {
  /** From the root of the object, such as `spec.size`; empty for the object itself. */
  readonly path: string;
  /** As kubectl writes it: `string`, `[]string`, `map[string]Object`. */
  readonly type: string;
  readonly presence: Node['presence'];
  readonly description: string;
  readonly default?: Json;
  /** The values of a choice. */
  readonly values?: readonly string[];
  /** Bounds and rules that the API server checks, one sentence each. */
  readonly limits: readonly string[];
  /** What the facts of an environment allow, one sentence each; absent if they say nothing of the field. */
  readonly environment?: readonly string[];
  /** Absent unless the field is deprecated. */
  readonly deprecated?: Deprecation;
  /** The fields below it, or below its items. */
  readonly fields: readonly Explanation[];
}

/** The explanation of a path such as `spec.size`; `size` alone means the same. Throws a `UserError` if there is no such field. */
export function explain(api: AnyApi, path = ''): Explanation & { readonly node: Node } {
  const steps = path.split('.').filter((step) => step !== '');
  const root = rootOf(api);
  const first = steps[0];
  const inSpec = first !== undefined && !Object.hasOwn(root.fields, first) && stepInto(api.spec, first) !== undefined;
  let node: Node = root;
  const walked: string[] = [];
  for (const step of inSpec ? ['spec', ...steps] : steps) {
    const next = stepInto(node, step);
    if (next === undefined) throw unknownField(api, walked, step, node);
    walked.push(step);
    node = next;
  }
  return { ...describe(node, walked.join('.'), api.limits), node };
}

/** The object of an API as its developer sees it. */
function rootOf({ description, spec, status }: AnyApi): Extract<Node, { kind: 'object' }> {
  const base = { description, presence: 'required', nullable: false, rules: [] } as const;
  const titled = (node: Node, text: string): Node => ({ ...node, description: node.description ?? text });
  return {
    ...base,
    kind: 'object',
    fields: {
      spec: titled(spec, 'What the claim asks for.'),
      status: titled({ ...status, presence: 'optional' }, 'What the platform reports.'),
    },
  };
}

/** The explanation of a node and of all below it; `path` is the node's own. `byField` are the limits of an API on the fields of its spec. */
export function describe(node: Node, path: string, byField: Limits = {}): Explanation {
  const own = path.startsWith('spec.') ? (byField[path.slice('spec.'.length)] ?? []) : [];
  return {
    path,
    type: typeOf(node),
    presence: node.presence,
    description: node.description ?? '',
    ...(node.default !== undefined && { default: node.default }),
    ...(node.kind === 'enum' && { values: node.values }),
    limits: [...boundsOf(node), ...node.rules.map(({ message }) => message)],
    ...(own.length > 0 && { environment: own.map(limitSentence) }),
    ...(node.deprecated !== undefined && { deprecated: node.deprecated }),
    fields: Object.entries(fieldsOf(node)).map(([name, field]) =>
      describe(field, path === '' ? name : `${path}.${name}`, byField),
    ),
  };
}

/** The fields below a node, through the items of lists and maps. */
function fieldsOf(node: Node): Readonly<Record<string, Node>> {
  if (node.kind === 'object') return node.fields;
  if (node.kind === 'array') return fieldsOf(node.items);
  return node.kind === 'map' ? fieldsOf(node.values) : {};
}

function stepInto(node: Node, step: string): Node | undefined {
  const fields = fieldsOf(node);
  return Object.hasOwn(fields, step) ? fields[step] : undefined;
}

function unknownField(api: AnyApi, walked: readonly string[], step: string, node: Node): UserError {
  const place = [api.kind, ...walked].join('.');
  // A developer thinks of the fields of the spec.
  const names = Object.keys(fieldsOf(walked.length === 0 ? api.spec : node));
  const meant =
    nearest(step, names) ?? (walked.length === 0 ? nearest(step, Object.keys(fieldsOf(api.spec))) : undefined);
  return new UserError(`${place} has no field ${step}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
    hint: names.length === 0 ? `${place} has no fields of its own` : `its fields are ${names.join(', ')}`,
  });
}

function typeOf(node: Node): string {
  switch (node.kind) {
    case 'enum':
      return 'string';
    case 'intOrString':
      return 'integer or string';
    case 'array':
      return `[]${typeOf(node.items)}`;
    case 'map':
      return `map[string]${typeOf(node.values)}`;
    case 'object':
    case 'metadata':
      return 'Object';
    case 'any':
      return 'any';
    default:
      return node.kind;
  }
}

function boundsOf(node: Node): readonly string[] {
  switch (node.kind) {
    case 'integer':
    case 'number':
      return range(node.minimum, node.maximum, '');
    case 'string':
      return [
        ...range(node.minLength, node.maxLength, ' characters'),
        ...(node.pattern === undefined ? [] : [`matches ${node.pattern}`]),
        ...(node.format === undefined ? [] : [`is of the format ${node.format}`]),
      ];
    case 'array':
      return [...range(node.minItems, node.maxItems, ' items'), ...(node.listType === 'set' ? ['no item twice'] : [])];
    case 'map':
      return range(node.minProperties, node.maxProperties, ' entries');
    default:
      return [];
  }
}

function range(least: number | undefined, most: number | undefined, unit: string): readonly string[] {
  if (least !== undefined && most !== undefined) return [`${least} to ${most}${unit}`];
  if (least !== undefined) return [`at least ${least}${unit}`];
  return most === undefined ? [] : [`at most ${most}${unit}`];
}

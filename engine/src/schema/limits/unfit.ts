/** Finds limits that do not fit: the spec that they are on, or the environment that they read. */
import type { Issue } from '../../errors.ts';
import type { AnyApi } from '../api.ts';
import { child } from '../field-path.ts';
import type { Node } from '../node.ts';
import { type Limit, pathOf, reasonOf } from './limit.ts';

/** What is wrong with the limits of an API, by its own schema. */
export function limitIssues({ limits, spec, recorded }: Pick<AnyApi, 'limits' | 'spec' | 'recorded'>): Issue[] {
  return Object.entries(limits).flatMap(([field, all]) =>
    all.flatMap((limit) => {
      const path = child('limits', field);
      const node = nodeAt(spec, field);
      if (node === undefined) return [{ path, message: 'is on no field of the spec' }];
      const message = mistakeIn(limit, node) ?? conditionMistake(limit, spec, recorded);
      return message === undefined ? [] : [{ path, message }];
    }),
  );
}

function mistakeIn(limit: Limit, node: Node): string | undefined {
  const quoted = reasonOf(limit)
    .filter((part) => typeof part === 'object')
    .map((part) => part.quoted);
  if (!('most' in limit) && quoted.includes('amount')) return 'quotes {amount}, which only a limit with most has';
  if ('among' in limit)
    return node.kind === 'enum' || node.kind === 'string'
      ? undefined
      : 'has among, so its field must be a choice or a text';
  if ('needs' in limit)
    return takes(node, limit.value) ? undefined : `has the value ${limit.value}, which its field cannot have`;
  if (limit.amounts === undefined) {
    const isNumber = limit.unit === undefined ? node.kind === 'integer' : node.kind === 'string';
    return isNumber
      ? undefined
      : 'has most, so its field must be a whole number, a text with a unit, or a choice with amounts';
  }
  const { amounts } = limit;
  if (node.kind !== 'enum') return 'has amounts, so its field must be a choice';
  const lacking = node.values.filter((value) => !Object.hasOwn(amounts, value));
  return lacking.length === 0 ? undefined : `has no amount for ${lacking.join(', ')}`;
}

function conditionMistake({ when = {} }: Limit, spec: Node, recorded: Node): string | undefined {
  const wrong = Object.entries(when).find(([field, value]) => {
    const nodes = [nodeAt(spec, field), nodeAt(recorded, field)].filter((node) => node !== undefined);
    return nodes.length === 0 || !nodes.every((node) => takes(node, value));
  });
  return wrong && `counts only if ${wrong.join(' is ')}, which no claim can have`;
}

function takes(node: Node, value: string | boolean): boolean {
  if (node.kind === 'enum') return node.values.includes(String(value));
  return node.kind === typeof value;
}

/** What is wrong with the limits of an API for environments with this schema, as a sentence without a full stop; undefined if they fit. */
export function unfitFor(environment: Node, { kind, limits }: Pick<AnyApi, 'kind' | 'limits'>): string | undefined {
  for (const [field, all] of Object.entries(limits)) {
    for (const limit of all) {
      const path = pathOf(limit);
      const node = nodeAt(environment, path);
      const wanted = 'among' in limit ? 'list' : 'most' in limit ? 'whole number' : 'optional section';
      if (node !== undefined && isA(node, limit)) continue;
      return `the limit of ${kind} on ${field} reads ${path}, which is no ${wanted} of the environment`;
    }
  }
  return undefined;
}

function isA(node: Node, limit: Limit): boolean {
  if ('among' in limit) return node.kind === 'array';
  return 'most' in limit ? node.kind === 'integer' : node.presence === 'optional';
}

/** The node at a path such as `limits.sizes`; undefined if there is none. */
export function nodeAt(node: Node | undefined, path: string): Node | undefined {
  return path
    .split('.')
    .reduce<Node | undefined>(
      (at, key) => (at?.kind === 'object' && Object.hasOwn(at.fields, key) ? at.fields[key] : undefined),
      node,
    );
}

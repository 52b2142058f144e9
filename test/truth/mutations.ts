/** Changes of the platform's definitions: of schemas and of the environment. Each says of which API, and what it changes. */
import { createHash } from 'node:crypto';
import { type Node, string } from 'planesmith/schema';
import { type Cell, exampleSpec, type Loose } from '../fixtures.ts';
import type { Change } from './release.ts';

/** Draws among what there is: the same for the same seed. */
export class Draw {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A number from 0 to `most` - 1. */
  below(most: number): number {
    this.#drawn += 1;
    return createHash('sha256').update(`${this.#seed} ${this.#drawn}`).digest().readUInt32BE() % Math.max(1, most);
  }

  of<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}

/** A sort of change. */
export interface Mutation {
  /** A sentence without its subject, such as `takes a choice away`. */
  readonly does: string;
  /** Whether it changes every target of the API, so that one target need not be named. */
  readonly isOfApi?: true;
  /** The change of an API on a target; undefined if there is nothing to change. */
  readonly in: (cell: Cell, draw: Draw) => Change | undefined;
}

/** The spec with another node at a path of fields. */
function withNode(node: Node, [step, ...rest]: readonly string[], change: (node: Node) => Node | undefined): Node {
  if (node.kind !== 'object' || step === undefined) return node;
  const inner = node.fields[step];
  if (inner === undefined) return node;
  const next = rest.length === 0 ? change(inner) : withNode(inner, rest, change);
  const fields = Object.entries(node.fields).flatMap(([name, field]) =>
    name !== step ? [[name, field]] : next ? [[name, next]] : [],
  );
  return {
    ...node,
    fields: Object.fromEntries(fields) as typeof node.fields,
    ...(next === undefined && { rules: [] }),
  };
}

interface Field {
  readonly path: readonly string[];
  readonly node: Node;
  readonly value: unknown;
}

/** The fields of a spec, with their values in a claim. */
function fieldsOf(node: Node, value: unknown, path: readonly string[] = []): readonly Field[] {
  if (node.kind !== 'object') return [{ path, node, value }];
  const below = Object.entries(node.fields).flatMap(([name, field]) =>
    fieldsOf(field, (value as Loose | undefined)?.[name], [...path, name]),
  );
  return path.length === 0 ? below : [{ path, node, value }, ...below];
}

/** A change of one field for which `change` returns another node. */
function inField(does: string, change: (field: Field, draw: Draw) => Node | 'gone' | undefined): Mutation {
  return {
    does,
    isOfApi: true,
    in: ({ key, api }, draw) => {
      const able = fieldsOf(api.spec as Node, exampleSpec(key)).filter(
        (field) => field.path[0] !== 'connectionSecret' && change(field, new Draw('any')) !== undefined,
      );
      const field = draw.of(able);
      const next = field && change(field, draw);
      if (field === undefined || next === undefined) return undefined;
      return { key, spec: (spec) => withNode(spec, field.path, () => (next === 'gone' ? undefined : next)) };
    },
  };
}

const usedIn = ({ node, value }: Field) => value ?? (node.presence === 'defaulted' ? node.default : undefined);

/** Changes of what claims may say. */
export const schemaMutations: readonly Mutation[] = [
  inField('takes a choice away', (field, draw) => {
    const { node } = field;
    if (node.kind !== 'enum' || node.values.length < 2) return undefined;
    const gone = draw.of(node.values);
    const values = node.values.filter((value) => value !== gone);
    return { ...node, values, ...(node.default === gone && { default: values[0]! }) };
  }),
  inField('takes the choice in use away', (field) => {
    const { node } = field;
    const used = usedIn(field);
    if (node.kind !== 'enum' || node.values.length < 2 || used === undefined) return undefined;
    const values = node.values.filter((value) => value !== used);
    return { ...node, values, ...(node.default === used && { default: values[0]! }) };
  }),
  inField('has another default', ({ node }, draw) => {
    if (node.presence !== 'defaulted') return undefined;
    if (node.kind === 'enum')
      return { ...node, default: draw.of(node.values.filter((value) => value !== node.default)) ?? node.values[0]! };
    if (node.kind === 'boolean') return { ...node, default: node.default !== true };
    return node.kind === 'integer' ? { ...node, default: Number(node.default) + 1 } : undefined;
  }),
  inField('has a default where there was none', ({ node, value }, draw) => {
    if (node.presence !== 'optional' || value !== undefined) return undefined;
    if (node.kind === 'enum') return { ...node, presence: 'defaulted', default: draw.of(node.values)! };
    if (node.kind === 'boolean') return { ...node, presence: 'defaulted', default: true };
    return node.kind === 'integer' ? { ...node, presence: 'defaulted', default: node.minimum ?? 1 } : undefined;
  }),
  inField('allows less than claims have', (field) => {
    const { node } = field;
    const used = usedIn(field);
    if (node.kind !== 'integer' || typeof used !== 'number') return undefined;
    return {
      ...node,
      minimum: used + 1,
      maximum: used + 9,
      ...(node.presence === 'defaulted' && { default: used + 1 }),
    };
  }),
  inField('requires a field', ({ node, path }) =>
    node.presence === 'optional' && path.length === 1 ? { ...node, presence: 'required' } : undefined,
  ),
  inField('has a pattern', ({ node }) => (node.kind === 'string' ? { ...node, pattern: '^narrower$' } : undefined)),
  inField('drops a field', ({ path }) => (path.length === 1 ? 'gone' : undefined)),
];

/** Changes of what environments must say. */
export const environmentMutations: readonly Mutation[] = [
  {
    does: 'requires another fact of the environment',
    isOfApi: true,
    in: ({ key }) => ({
      key,
      environment: (node) =>
        node.kind === 'object'
          ? { ...node, fields: { ...node.fields, costCentre: string('Who pays.', { maxLength: 9 }) } }
          : node,
    }),
  },
  {
    does: 'allows less storage in an environment',
    isOfApi: true,
    in: ({ key }) => ({
      key,
      environment: (node) => withNode(node, ['limits', 'storageGB'], (one) => ({ ...one, maximum: 1 }) as Node),
    }),
  },
  {
    does: 'knows a tier less',
    isOfApi: true,
    in: ({ key }) => ({
      key,
      environment: (node) => withNode(node, ['tier'], (one) => ({ ...one, values: ['staging', 'prod'] }) as Node),
    }),
  },
];

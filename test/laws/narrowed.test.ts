/** Claims live on while their API, or the environment's, loses a choice that they use or lowers a bound below their value. */
import { dispatch } from 'planesmith/runtime';
import type { Node } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import {
  cells,
  conditionOf,
  exampleSpec,
  facts,
  type Loose,
  readyClaim,
  recorded,
  usualEnvironment,
} from '../fixtures.ts';
import { PlayedClaim } from '../played/claim.ts';

type Narrow = (node: Node) => Node;

/** The schema in which `narrow` has changed each node. */
function narrowed(node: Node, narrow: Narrow): Node {
  const next = narrow(node);
  switch (next.kind) {
    case 'object': {
      const fields = Object.entries(next.fields).map(([name, field]) => [name, narrowed(field, narrow)]);
      return { ...next, rules: [], fields: Object.fromEntries(fields) as typeof next.fields };
    }
    case 'array':
      return { ...next, items: narrowed(next.items, narrow) };
    case 'map':
      return { ...next, values: narrowed(next.values, narrow) };
    default:
      return next;
  }
}

/** The function of a release whose API has another field of the spec, or whose environment has other fields. */
function released(key: string, change: { readonly spec?: Narrow; readonly environment?: Narrow }) {
  const { planner: before, targets } = (functions as Loose)[key] as Loose;
  const { spec = (node: Node) => node, environment = (node: Node) => node } = change;
  const planner = {
    ...before,
    api: { ...before.api, spec: narrowed(before.api.spec as Node, spec) },
    environment: narrowed(before.environment as Node, environment),
  };
  const same = Object.entries(targets as Loose).map(([name, target]) => [name, { ...target, planner }]);
  return dispatch({ [key]: { planner, targets: Object.fromEntries(same) } } as never);
}

/** A claim that an earlier release has made ready, served by a later one. */
function servedBy(key: string, target: string, spec: Loose, change: Parameters<typeof released>[1]) {
  const { kind } = cells.find((cell) => cell.key === key)!;
  const options = { kind, target, environment: facts(usualEnvironment(target)), spec };
  const { status, objects, secrets } = readyClaim(options);
  const claim = new PlayedClaim({ ...options, handler: released(key, change) });
  claim.status = status;
  for (const [name, object] of objects) claim.objects.set(name, object);
  for (const [name, secret] of secrets) claim.secrets.set(name, secret);
  return claim;
}

const contentOf = ({ objects }: PlayedClaim) =>
  [...objects].map(([key, { spec, data }]) => [key, spec, data] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The scalars of a claim, with the nodes that a release may narrow, and how. */
function uses(node: Node, value: unknown, path: string): { path: string; node: Node; narrow: Node }[] {
  if (value === undefined || value === null) return [];
  const preset = (other: string | number) => node.presence === 'defaulted' && { default: other };
  const below = (inner: Node, member: unknown, name: string) => uses(inner, member, `${path}.${name}`);
  switch (node.kind) {
    case 'object':
      return Object.entries(node.fields).flatMap(([name, field]) => below(field, (value as Loose)[name], name));
    case 'map':
      return Object.entries(value as Loose).flatMap(([name, member]) => below(node.values, member, name));
    case 'array':
      return (value as unknown[]).flatMap((item, index) => uses(node.items, item, `${path}[${index}]`));
    case 'enum':
      return [
        {
          path,
          node,
          narrow: {
            ...node,
            values: ['another', ...node.values].filter((name) => name !== value),
            ...preset('another'),
          },
        },
      ];
    case 'integer':
      return [
        {
          path,
          node,
          narrow: { ...node, minimum: Number(value) + 1, maximum: Number(value) + 9, ...preset(Number(value) + 1) },
        },
      ];
    case 'string':
      return [{ path, node, narrow: { ...node, pattern: '^narrower$' } }];
    default:
      return [];
  }
}

const rows = cells.flatMap(({ key, api, kind, target }) =>
  uses(api.spec as Node, exampleSpec(key), 'spec')
    .filter(({ path }) => !path.startsWith('spec.connectionSecret'))
    .map((use) => ({ ...use, key, kind, target })),
);

describe('an existing claim keeps all that it has, and is told', () => {
  test.each(rows)('$kind on $target without its value of $path', ({ key, target, path, node, narrow }) => {
    const claim = servedBy(key, target, exampleSpec(key), { spec: (one) => (one === node ? narrow : one) });
    const before = contentOf(claim);
    claim.settle();
    expect(contentOf(claim)).toEqual(before);
    expect(conditionOf(claim)).toMatchObject({ reason: 'Refused', message: expect.stringContaining(path) as string });
  });

  test('is tested with fields of each sort', () => {
    expect(new Set(rows.map(({ node }) => node.kind))).toEqual(new Set(['enum', 'integer', 'string']));
  });
});

const without =
  (choice: string): Narrow =>
  (node) => {
    if (node.kind !== 'enum' || !node.values.includes('16')) return node;
    return { ...node, values: node.values.filter((value) => value !== choice) };
  };

describe.each(['local', 'incluster', 'aws', 'gcp', 'azure'])(
  'a PostgreSQL version that the platform drops, on %s',
  (target) => {
    const spec = { ...exampleSpec('database'), version: '16', storageGB: 10 };
    const change = { spec: without('16'), environment: without('16') };

    test('stays in use, and the storage of its database still grows', () => {
      const claim = servedBy('database', target, spec, change);
      claim.spec = { ...claim.spec, storageGB: 20 };
      claim.settle();
      expect(recorded(claim)).toMatchObject({ version: '16', storageGB: 20 });
      expect(conditionOf(claim)).toMatchObject({
        reason: 'Refused',
        message:
          'spec.version: Unsupported value: "16": supported values: "15", "17", "18" (16 stays in use); change it in the claim, or ask the platform team.',
      });
    });

    test('stops no other database, though the environment still offers it', () => {
      const claim = servedBy('database', target, { ...spec, version: '17' }, change);
      claim.settle();
      expect(conditionOf(claim)?.reason).toBe('Available');
    });
  },
);

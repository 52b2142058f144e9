/** Lists of ids and names are sets: Kubernetes refuses an object with the same item twice in a list of type set. */
import { applyDefaults, check, type AnyApi } from 'planesmith/schema';
import { describe, expect, test } from 'vitest';
import { environment } from '../../functions/environment/index.ts';
import { platform } from '../cases/platform.ts';
import { cells, environmentNames, facts, exampleSpec, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';
import { strictIssues } from '../played/strict.ts';

type Node = AnyApi['spec'];

interface List {
  readonly path: readonly string[];
  readonly listType: string;
  /** Lists with equal items can name the same thing. */
  readonly items: string;
}

/** The lists of scalars at fixed paths of a schema. */
function listsIn(node: Node, path: readonly string[] = []): List[] {
  if (node.kind === 'object')
    return Object.entries(node.fields).flatMap(([name, field]) => listsIn(field, [...path, name]));
  if (node.kind === 'map') return listsIn(node.values, [...path, '*']);
  if (node.kind !== 'array') return [];
  if (node.items.kind === 'object') return listsIn(node.items, [...path, '*']);
  const items = 'pattern' in node.items ? `${node.items.pattern}` : JSON.stringify(node.items);
  return [{ path, listType: node.listType, items }];
}

const lists = listsIn(environment);
const parentOf = (values: Loose, { path }: List): Loose | undefined =>
  path.slice(0, -1).reduce<Loose | undefined>((value, name) => value?.[name], values);
const valueOf = (values: Loose, list: List): string[] | undefined => parentOf(values, list)?.[list.path.at(-1)!];

describe('a list of scalars', () => {
  test.each(
    Object.entries({
      environment,
      ...Object.fromEntries(Object.values(platform.apis).map((api) => [api.kind, api.spec])),
    }),
  )('is a set: %s', (_, schema) => {
    const others = listsIn(schema as Node).filter(({ listType }) => listType !== 'set');
    expect(others.map(({ path }) => path.join('.'))).toEqual([]);
  });

  const present = environmentNames.flatMap((name) =>
    lists.filter((list) => (valueOf(facts(name), list) ?? []).length > 0).map((list) => ({ name, list })),
  );
  test.each(present)('of an environment refuses an item that is there twice: $name, $list.path', ({ name, list }) => {
    const values = facts(name);
    valueOf(values, list)!.push(valueOf(values, list)![0]!);
    expect(
      check(environment, applyDefaults(environment, values)).map(({ path, message }) => `${path}: ${message}`),
    ).toContainEqual(expect.stringMatching(new RegExp(`^${list.path.join('\\.')}\\[\\d\\]: Duplicate value`)));
  });
});

/** An environment in which all lists that can name the same things do so, and each optional one is there. */
function overlapping(name: string): Loose {
  const values = facts(name);
  for (const list of lists) {
    const parent = parentOf(values, list);
    const same = lists.filter(({ items }) => items === list.items).flatMap((other) => valueOf(values, other) ?? []);
    if (parent !== undefined && same.length > 0) parent[list.path.at(-1)!] = [...new Set(same)];
  }
  return values;
}

describe.each(cells)('$kind on $target', ({ key, kind, target }) => {
  test('composes no set with the same item twice if lists of the environment name the same things', () => {
    const claim = readyClaim({
      kind,
      target,
      environment: overlapping(usualEnvironment(target)),
      spec: exampleSpec(key),
    });
    expect([...claim.objects.values()].flatMap(strictIssues)).toEqual([]);
  });
});

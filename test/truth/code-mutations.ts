/** Changes of the platform's code: of tables, and of what targets compose. */
import { moved, none, type Refactoring, released } from 'planesmith/authoring';
import { type Cell, exampleSpec, facts, type Loose, readyClaim, usualEnvironment } from '../fixtures.ts';
import { ServiceAccount } from '../../functions/kinds/service-account.ts';
import { renamedTarget } from '../laws/renamed-target.ts';
import type { Draw, Mutation } from './mutations.ts';
import { type AnyTarget, type Change, functionOf } from './release.ts';

type Resources = Loose;

const isMain = (declaration: Loose | undefined) => declaration?.['role'] === 'main';
const isItems = (declaration: Loose | undefined) => declaration?.['role'] === 'item';
const modelOf = (declaration: Loose) => ('role' in declaration ? declaration['model'] : declaration) as Loose;
const isSingle = (value: Loose) => value['model'] !== undefined;

/** The target whose result is another one. */
const composing = (change: (result: Loose, context: Loose) => Loose) => (target: AnyTarget) =>
  ({
    ...target,
    compose: (context: Loose) => change((target.compose as unknown as (of: Loose) => Loose)(context), context),
  }) as unknown as AnyTarget;

/** The target in which the resource under a key, or each of its items, is another one. */
const resourceIn = (key: string, change: (resource: Loose) => Loose) =>
  composing((result) => {
    const { [key]: value } = result['resources'] as Resources;
    if (value === undefined || 'none' in value) return result;
    const next = isSingle(value)
      ? change(value)
      : Object.fromEntries(Object.entries<Loose>(value).map(([item, one]) => [item, change(one)]));
    return { ...result, resources: { ...result['resources'], [key]: next } };
  });

/** The keys under which the example has an object, with what the target writes into it. */
function composedIn({ key, kind, target }: Cell): ReadonlyMap<string, Loose> {
  const { objects } = readyClaim({
    kind,
    target,
    environment: facts(usualEnvironment(target)),
    spec: exampleSpec(key),
  });
  const declared = targetOf({ key, target }).resources as Loose;
  const found = [...objects].map(([name, object]) => [name.split('.')[0] ?? '', object] as const);
  return new Map(found.filter(([name]) => Object.hasOwn(declared, name)));
}

const targetOf = ({ key, target }: Pick<Cell, 'key' | 'target'>) => functionOf(key).targets[target]!;

/** The change of one drawn key of a target. */
function ofKey(
  does: string,
  change: (
    key: string,
    on: { target: AnyTarget; object: Loose; draw: Draw },
  ) => ((target: AnyTarget) => AnyTarget) | undefined,
): Mutation {
  return {
    does,
    in: (cell, draw) => {
      const target = targetOf(cell);
      const all = [...composedIn(cell)];
      const at = draw.below(all.length);
      // The first key from a drawn one on that can be changed so.
      for (const [key, object] of [...all.slice(at), ...all.slice(0, at)]) {
        const made = change(key, { target, object, draw });
        if (made !== undefined) return { key: cell.key, target: { name: cell.target, change: made } } satisfies Change;
      }
      return undefined;
    },
  };
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

function leavesIn(value: unknown, path: readonly string[]): readonly Leaf[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([name, member]) => leavesIn(member, [...path, name]));
}

function valueAt(value: unknown, [step, ...rest]: readonly string[]): unknown {
  return step === undefined || typeof value !== 'object' || value === null
    ? value
    : valueAt((value as Loose)[step], rest);
}

function withValue(object: Loose, [step = '', ...rest]: readonly string[], to: (value: unknown) => unknown): Loose {
  const value: unknown = object[step];
  if (value === undefined) return object;
  if (rest.length > 0)
    return typeof value === 'object' && value !== null
      ? { ...object, [step]: withValue(value as Loose, rest, to) }
      : object;
  const { [step]: _, ...others } = object;
  const next = to(value);
  return next === undefined ? others : { ...object, [step]: next };
}

const inDesired = (key: string, path: readonly string[], to: (value: unknown) => unknown) =>
  resourceIn(key, (resource) => ({ ...resource, desired: withValue(resource['desired'] as Loose, path, to) }));

function another(value: unknown): unknown {
  if (typeof value === 'string') return `${value}-next`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? value.slice(1) : value;
}

const pathsOf = (kind: Loose, list: 'immutable' | 'growing') =>
  ((kind[list] ?? []) as readonly string[]).filter((path) => !path.includes('[]')).map((path) => path.split('.'));

/** Less of it: half of a number, of a quantity, or of the first number in a version. */
function less(value: unknown): unknown {
  if (typeof value === 'number') return Math.floor(value / 2);
  return typeof value === 'string' ? value.replace(/\d+/, (digits) => String(Math.floor(Number(digits) / 2))) : value;
}

const withModel = (key: string, change: (model: Loose) => Loose) => (target: AnyTarget) => {
  const declaration = target.resources[key] as Loose;
  const model = modelOf(declaration);
  const next = Object.assign(
    (...args: unknown[]) => ({ ...(model as never as (...of: unknown[]) => Loose)(...args), model: next }),
    { ...model, ...change(model) },
  );
  const declared = 'role' in declaration ? { ...declaration, model: next } : next;
  const using = resourceIn(key, (resource) => ({ ...resource, model: next }))(target);
  return { ...using, resources: { ...target.resources, [key]: declared } } as AnyTarget;
};

const renamedTo =
  (refactored: (keys: readonly string[]) => readonly Refactoring[], keys: readonly string[]) => (target: AnyTarget) =>
    renamedTarget(target, { refactored: refactored(keys), keyOf: (key) => (keys.includes(key) ? `${key}Next` : key) });

/** A change of numbers in the tables of an API. */
const tablesMutation = (does: string, to: (value: number) => number): Mutation => ({
  does,
  isOfApi: true,
  in: ({ key }) => {
    if (Object.keys(functionOf(key).planner.tables).length === 0) return undefined;
    const scaled = (value: unknown): unknown => {
      if (typeof value === 'number') return to(value);
      if (Array.isArray(value)) return value.map(scaled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, scaled(member)]));
    };
    return { key, tables: (tables) => scaled(tables) as object };
  },
});

/** Changes of code. */
export const codeMutations: readonly Mutation[] = [
  tablesMutation('gives twice as much for each size', (value) => value * 2),
  tablesMutation('gives half as much for each size', (value) => Math.ceil(value / 2)),
  ofKey('has another value in a field', (key, { object, draw }) => {
    const leaves = leavesIn(object['spec'], ['spec']).filter(({ value }) => another(value) !== value);
    const leaf = draw.of(leaves);
    return leaf && inDesired(key, leaf.path, another);
  }),
  ofKey('leaves a field out', (key, { object, draw }) => {
    const leaf = draw.of(leavesIn(object['spec'], ['spec']));
    return leaf && inDesired(key, leaf.path, () => undefined);
  }),
  ofKey('changes an immutable field', (key, { object, target, draw }) => {
    const paths = pathsOf(modelOf(target.resources[key] as Loose), 'immutable');
    const path = draw.of(paths.filter((one) => ['string', 'number', 'boolean'].includes(typeof valueAt(object, one))));
    return path && inDesired(key, path, another);
  }),
  ofKey('asks for less of what only grows', (key, { object, target, draw }) => {
    const paths = pathsOf(modelOf(target.resources[key] as Loose), 'growing');
    const path = draw.of(paths.filter((one) => valueAt(object, one) !== undefined));
    return path && inDesired(key, path, less);
  }),
  ofKey('has another annotation', (key) =>
    resourceIn(key, (resource) => {
      const { metadata } = resource['desired'] as Loose;
      const annotations = { ...metadata?.annotations, 'example.org/next': 'yes' };
      return { ...resource, desired: { ...resource['desired'], metadata: { ...metadata, annotations } } };
    }),
  ),
  ofKey('has another external name', (key, { object }) =>
    (object['metadata'] as Loose)['annotations']?.['crossplane.io/external-name'] === undefined
      ? undefined
      : inDesired(key, ['metadata', 'annotations', 'crossplane.io/external-name'], another),
  ),
  ofKey('deletes otherwise', (key, { object }) =>
    (object['apiVersion'] as string).includes('.m.upbound.io/')
      ? resourceIn(key, (resource) => {
          const { spec } = resource['desired'] as Loose;
          const managementPolicies =
            spec?.managementPolicies?.includes('*') === false ? ['*'] : ['Observe', 'Create', 'Update'];
          return { ...resource, desired: { ...resource['desired'], spec: { ...spec, managementPolicies } } };
        })
      : undefined,
  ),
  ofKey('composes an object no more', (key, { target }) =>
    isMain(target.resources[key] as Loose)
      ? undefined
      : composing((result) => ({
          ...result,
          resources: { ...result['resources'], [key]: none('this release has no use for it') },
        })),
  ),
  ofKey('forgets a key', (key, { target }) =>
    isMain(target.resources[key] as Loose)
      ? undefined
      : (one) => renamedTarget(one, { refactored: [], keyOf: (name) => name, dropped: [key] }),
  ),
  ofKey('releases a key', (key, { target, object }) =>
    isMain(target.resources[key] as Loose) || !(object['apiVersion'] as string).includes('.m.')
      ? undefined
      : (one) =>
          renamedTarget(one, {
            refactored: [released(key, modelOf(target.resources[key] as Loose) as never)],
            keyOf: (name) => name,
            dropped: [key],
          }),
  ),
  ofKey('calls a key otherwise', (key, { target }) =>
    isMain(target.resources[key] as Loose) ? undefined : renamedTo(() => [], [key]),
  ),
  ofKey('calls the main key otherwise', (key, { target }) =>
    isMain(target.resources[key] as Loose) ? renamedTo(() => [], [key]) : undefined,
  ),
  ofKey('moves a key', (key) => renamedTo(([one = '']) => [moved(one, `${one}Next`)], [key])),
  ofKey('composes another kind', (key, { target }) =>
    isMain(target.resources[key] as Loose) ||
    isItems(target.resources[key] as Loose) ||
    modelOf(target.resources[key] as Loose)['kind'] === 'ServiceAccount'
      ? undefined
      : (one) => {
          const next = composing((result) => ({
            ...result,
            resources: { ...result['resources'], [key]: ServiceAccount({}) },
          }))(one);
          return { ...next, resources: { ...one.resources, [key]: ServiceAccount } } as AnyTarget;
        },
  ),
  {
    does: 'composes another object',
    in: ({ key, target: name }) => ({
      key,
      target: {
        name,
        change: (target) => {
          const next = composing((result) => ({
            ...result,
            resources: { ...result['resources'], another: ServiceAccount({}) },
          }))(target);
          return { ...next, resources: { ...target.resources, another: ServiceAccount } } as AnyTarget;
        },
      },
    }),
  },
  ofKey('has shorter names', (key, { target }) =>
    isMain(target.resources[key] as Loose) ? undefined : withModel(key, () => ({ nameLimit: 20 })),
  ),
  ofKey('asks more of a kind before it is ready', (key) =>
    withModel(key, () => ({ ready: () => 'it is not good enough' })),
  ),
  {
    does: 'takes a key of the Secret away',
    in: ({ key, target: name, api }, draw) => {
      const gone = draw.of(Object.keys(api.secret));
      if (gone === undefined) return undefined;
      return {
        key,
        target: {
          name,
          change: composing((result) => ({ ...result, secret: { ...result['secret'], [gone]: none('gone') } })),
        },
      };
    },
  },
  {
    does: 'reports less in the status',
    in: ({ key, target: name }) => ({
      key,
      target: { name, change: composing((result) => ({ ...result, status: {} })) },
    }),
  },
  {
    does: 'throws for what exists',
    in: ({ key, target: name }) => ({
      key,
      target: {
        name,
        change: composing((result, { observed }) => {
          if (Object.values(observed as Loose).some((object) => object?.kind !== undefined))
            throw new TypeError('a new fact');
          return result;
        }),
      },
    }),
  },
  ofKey('changes an object in every pass', (key) => {
    let calls = 0;
    return resourceIn(key, (resource) => {
      const { metadata } = resource['desired'] as Loose;
      return {
        ...resource,
        desired: {
          ...resource['desired'],
          metadata: { ...metadata, annotations: { ...metadata?.annotations, calls: `${(calls += 1)}` } },
        },
      };
    });
  }),
];

/** Concerns: fields that every composed object has whatever its author wrote, and a report of what holds. */
import { expect, test } from 'vitest';
import { cluster } from '../testing/widget-life.ts';
import { settle, widgetRequest } from '../testing/widget-request.ts';
import { decide, functions, target, widgetPlanner } from '../testing/widget.ts';
import {
  type AnyConcern,
  type AnyFunctions,
  type Concern,
  composed,
  type GeneratedModel,
  main,
  none,
  ready,
  resource,
} from './index.ts';
import type { KindConcern } from './model.ts';
import { answers, type ConcernRow, dispatch, survey } from '../runtime/index.ts';

const owner: Concern<{ name: string }> = {
  name: 'owner',
  promise: 'Everything names its owner.',
  fields: (kind, { claim, environment }) => ({
    metadata: { labels: { owner: `${environment.name}/${claim.name}` } },
    ...(kind.kind === 'Gear' && { spec: { teeth: 7 } }),
  }),
};
const others: Concern[] = [
  { name: 'guard', promise: 'Gears are guarded.' },
  { name: 'unknown', promise: 'No kind names it.' },
];

test('every composed object has the fields of a concern, the connection Secret too, and keeps the rest', () => {
  const without = objectsOf(functions);
  const withOwner = objectsOf(boundTo([owner], functions));
  expect(Object.keys(withOwner)).toEqual(Object.keys(without));
  for (const [key, object] of Object.entries(withOwner)) {
    expect(object.metadata.labels['owner'], key).toMatch(/^\w+\/\w+/);
    expect(object.metadata.labels).toMatchObject(without[key]?.metadata.labels ?? {});
    expect(object.metadata.name).toBe(without[key]?.metadata.name);
  }
  expect(withOwner['gear']?.['spec']).toEqual({ ...(without['gear']?.['spec'] as object), teeth: 7 });
});

test('a concern can say by which labels an object leads back to its claim, wherever that object is', () => {
  const far: Concern = {
    name: 'far',
    promise: 'A Gear says whose it is where nobody sees its claim.',
    fields: ({ inner }, { labels }) => inner && { spec: { note: labels } },
  };
  const Gear = composed(kind('Gear'), { ready: ready.condition('Ready'), inner: ['spec', 'note'] });
  const only = target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, () => ({
    resources: { gear: Gear({ spec: {} }) },
    secret: { host: undefined, port: undefined, username: undefined, password: undefined },
    status: {},
  }));
  const platform = boundTo([far], { widget: { planner: widgetPlanner, targets: { local: only, cloud: only } } });
  const { resources, concerns } = survey(answers(platform)(widgetRequest())) ?? {};
  expect(resources?.[0]?.object['spec']).toEqual({
    note: {
      'toys.example.org/team': 'team-a',
      'toys.example.org/kind': 'Widget',
      'toys.example.org/claim': 'orders',
      'toys.example.org/namespace': 'team-a',
    },
  });
  expect(concerns).toMatchObject([{ state: 'kept', resources: ['gear'] }]);
});

test('a platform without concerns composes what it did', () => {
  expect(objectsOf(boundTo([], functions))).toEqual(objectsOf(functions));
});

test.each([
  { words: { gear: 'needs' }, state: 'missed', reason: 'nothing gives what is needed' },
  { words: { gear: 'needs', lock: 'gives' }, state: 'kept', reason: 'what waits for others counts: it will be there' },
  { words: { lock: 'gives' }, state: 'none', reason: 'nothing needs it' },
  { words: {}, state: 'none', reason: 'it applies to no kind' },
  { words: { gear: 'needs', lock: () => 'gives' }, state: 'kept', reason: 'this object gives it' },
  { words: { gear: 'needs', lock: () => 'it is open' }, state: 'missed', reason: 'this object does not give it' },
  { words: { gear: none('it is small') }, state: 'none', reason: 'it means nothing for the kind' },
  { words: { gear: byVersion('1') }, state: 'kept', reason: 'this object has the fields for such' },
  { words: { gear: byVersion('2') }, state: 'missed', reason: 'this object cannot keep it' },
  { words: { gear: () => undefined }, state: 'none', reason: 'it does not apply to this object' },
  { words: { gear: { spec: { version: '9' } } }, state: 'kept', reason: 'the fields are there' },
] as const)('a concern is $state: $reason', ({ words, state }) => {
  expect(report(words).find(({ concern }) => concern === 'guard')?.state).toBe(state);
});

test('the reason why a concern cannot hold on an object is reported', () => {
  expect(report({ gear: byVersion('2') })[0]?.missing).toEqual(['gear (Gear) cannot keep it: it is of version 1']);
});

test('an environment that does not ask for a concern misses nothing', () => {
  const idle = { ...(others[0] as Concern), when: () => false };
  const nothing = [{ concern: 'guard', state: 'none', resources: [], missing: [] }];
  expect(report({ gear: 'needs' }, [idle])).toEqual(nothing);
  expect(report({ gear: byVersion('2') }, [idle])).toEqual(nothing);
});

test('what is missing is named', () => {
  expect(report({ gear: 'needs' })[0]).toEqual({
    concern: 'guard',
    state: 'missed',
    resources: ['gear'],
    missing: ['gear (Gear) needs another resource for it, and there is none'],
  });
});

/** Fields of objects of that version; others cannot keep it. */
function byVersion(wanted: string): KindConcern<Toy> {
  return ({ spec: { version } }) => (version === wanted ? { spec: { version } } : `it is of version ${version}`);
}

interface Composed {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly [field: string]: unknown;
}

function objectsOf(of: typeof functions): Record<string, Composed> {
  const { desired, results } = settle(dispatch(of), widgetRequest({ spec: { stickers: { a: 'x' } } }), cluster);
  expect(results).toEqual([]);
  return Object.fromEntries(
    Object.entries(desired?.resources ?? {}).map(([key, { resource }]) => [key, resource as unknown as Composed]),
  );
}

/** The report of a claim that becomes a Gear and, once that is ready, a Lock; their kinds say `words` of the concern `guard`. */
function report({ gear, lock }: Words, concerns = others): readonly ConcernRow[] {
  const Gear = composed(kind('Gear'), { ready: ready.condition('Ready'), concerns: gear ? { guard: gear } : {} });
  const Lock = composed(kind('Lock'), { ready: ready.condition('Ready'), concerns: lock ? { guard: lock } : {} });
  const only = target(
    widgetPlanner,
    { resources: { gear: main(Gear), lock: resource(Lock, { after: ['gear'] }) }, record: { decide } },
    () => ({
      resources: { gear: Gear({ spec: { version: '1' } }), lock: Lock({ spec: {} }) },
      secret: { host: undefined, port: undefined, username: undefined, password: undefined },
      status: {},
    }),
  );
  const platform = boundTo(concerns, {
    widget: { planner: widgetPlanner, targets: { local: only, cloud: only } },
  });
  return survey(answers(platform)(widgetRequest()))?.concerns ?? [];
}

/** The functions with other concerns. */
function boundTo<F extends AnyFunctions>(concerns: readonly AnyConcern[], of: F): F {
  const entries = Object.entries(of).map(([key, { planner, targets }]) => {
    const bound = { ...planner, concerns };
    const boundTargets = Object.entries(targets).map(([name, target]) => [name, { ...target, planner: bound }]);
    return [key, { planner: bound, targets: Object.fromEntries(boundTargets) }];
  });
  return Object.fromEntries(entries) as F;
}

interface Words {
  readonly gear?: KindConcern<Toy>;
  readonly lock?: KindConcern<Toy>;
}

interface Toy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: { readonly version?: string };
  readonly status?: { conditions?: { type: string; status: string }[] };
}

function kind(name: string): GeneratedModel<Toy> {
  return { apiVersion: 'toys.example.org/v1', kind: name, plural: `${name.toLowerCase()}s`, namespaced: true };
}

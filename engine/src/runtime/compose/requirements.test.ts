import { describe, expect, test } from 'vitest';
import { appSecret, cluster } from '../../testing/widget-life.ts';
import { toysServed, settle, withRequired, widgetRequest } from '../../testing/widget-request.ts';
import { decide, functions, Gear, target, widgetPlanner } from '../../testing/widget.ts';
import { main, secretValues, type Requirements } from '../../authoring/index.ts';
import { dispatch } from '../index.ts';
import { kindsKey } from '../read/kinds.ts';
import { fetchedObject, requirementName } from '../read/requirement.ts';
import { readRequired, toSelectors } from './requirements.ts';
import { readyFalse } from '../respond/wire.ts';

const secret = { host: undefined, port: undefined, username: undefined, password: undefined };

/** A target that cannot do without the Secret it requires. */
const demanding = target(
  widgetPlanner,
  {
    resources: { gear: main(Gear) },
    record: { decide },
    reads: ({ name }) => ({ app: { apiVersion: 'v1', kind: 'Secret', name: `${name('gear')}-app` } }),
  },
  ({ reads }) => {
    if (reads.app === undefined) throw new Error('no app Secret');
    const { password = '' } = secretValues(reads.app);
    return { resources: { gear: Gear({ spec: { version: password, teeth: 1 } }) }, secret, status: {} };
  },
);
const demand = dispatch({ widget: { planner: widgetPlanner, targets: { local: demanding } } });

describe('a target that throws without what it requires', () => {
  test('does not deadlock: Crossplane fetches it, and no fatal result prevents that', () => {
    const { results, requirements, desired } = demand(widgetRequest());
    expect(results).toEqual([]);
    const selector = { apiVersion: 'v1', kind: 'Secret', matchName: 'orders-widget-app', namespace: 'team-a' };
    expect(requirements?.resources).toMatchObject({ [requirementName(selector)]: selector });
    expect(desired?.resources).toEqual({});
  });

  test('works once core has found it', () => {
    const { results, desired } = settle(demand, widgetRequest(), cluster);
    expect(results).toEqual([]);
    expect(desired?.resources['gear']?.resource).toMatchObject({ spec: { version: 'squeaky-Wheel-42' } });
  });

  test('fails once core has looked and found nothing, and asks for the same again, so that core’s calls end', () => {
    const failed = settle(demand, widgetRequest());
    expect(failed.results).toMatchObject([{ message: 'The function failed: no app Secret' }]);
    expect(failed.desired?.composite?.ready).toBe(readyFalse);
    expect(demand(withRequired(widgetRequest(), failed)).requirements).toEqual(failed.requirements);
    expect(failed.requirements).toEqual(demand(widgetRequest()).requirements);
  });

  test('takes what was found for an older question for no answer', () => {
    const elsewhere = { ...appSecret, metadata: { ...appSecret.metadata, name: 'another' } };
    const { results, desired } = demand(widgetRequest({ required: { app: elsewhere } }));
    expect(results).toEqual([]);
    expect(desired?.resources).toEqual({});
  });
});

describe('requirements', () => {
  const handler = dispatch(functions);

  test('are the same in every call of a reconcile', () => {
    const request = widgetRequest({ target: 'local', context: toysServed });
    const first = handler(request);
    const again = withRequired(request, first, cluster);
    expect(handler(again).requirements).toEqual(first.requirements);
    expect(handler(withRequired(again, first, cluster))).toEqual(handler(again));
  });

  test('ask by the name that exists', () => {
    const metadata = { name: 'restored', namespace: 'team-a' };
    const gear = { apiVersion: Gear.apiVersion, kind: 'Gear', metadata, spec: { version: '1', teeth: 1 } };
    const { requirements } = handler(widgetRequest({ observed: { gear: { object: gear } } }));
    expect(Object.values(requirements?.resources ?? {}).map(({ matchName }) => matchName)).toContain('restored-app');
  });

  const rows: { reason: string; requirement: Requirements[string]; namespace: string; expected: string | undefined }[] =
    [
      {
        reason: 'the claim’s by default',
        requirement: { apiVersion: 'v1', kind: 'Secret', name: 'x' },
        namespace: 'team-a',
        expected: 'team-a',
      },
      {
        reason: 'the given one',
        requirement: { apiVersion: 'v1', kind: 'Secret', name: 'x', namespace: 'kafka' },
        namespace: 'team-a',
        expected: 'kafka',
      },
      {
        reason: 'none for a cluster-scoped claim',
        requirement: { apiVersion: 'v1', kind: 'Node', name: 'x' },
        namespace: '',
        expected: undefined,
      },
    ];
  test.each(rows)('look in a namespace: $reason', ({ requirement, namespace, expected }) => {
    expect(toSelectors({ it: requirement }, namespace)['it']?.namespace).toBe(expected);
  });

  test.each(['environment', 'connection-secret'])('leave the name %s to the engine', (name) => {
    expect(() => toSelectors({ [name]: { apiVersion: 'v1', kind: 'Secret', name: 'x' } }, 'team-a')).toThrow(name);
  });

  test('find a cluster-scoped object, though the claim has a namespace', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'x' } };
    const selector = { apiVersion: 'v1', kind: 'Node', matchName: 'x', namespace: 'team-a' };
    const fetched = {
      [requirementName(selector)]: { items: [{ resource: node, connectionDetails: {}, ready: 0 as const }] },
    };
    expect(fetchedObject(fetched, selector)).toBe(node);
  });

  test('select all of a kind in the namespace that they name, and know an empty list from one that was not fetched', () => {
    const requirement = { apiVersion: 'toys.example.org/v1', kind: 'Ball', all: true, namespace: 'kafka' } as const;
    const selector = toSelectors({ balls: requirement }, 'team-a')['balls']!;
    expect(selector).toEqual({ apiVersion: 'toys.example.org/v1', kind: 'Ball', namespace: 'kafka' });
    expect(requirementName(selector)).toMatch(/^Ball of toys\.example\.org\/v1 in kafka \(/);
    const listed = (names: readonly string[]) => ({
      [requirementName(selector)]: {
        items: names.map((name) => ({
          resource: { apiVersion: 'toys.example.org/v1', kind: 'Ball', metadata: { name, namespace: 'kafka' } },
          connectionDetails: {},
          ready: 0 as const,
        })),
      },
    });
    const read = (requiredResources: ReturnType<typeof listed>, isServed?: boolean) => {
      const learnt = isServed === undefined ? {} : { 'Ball (toys.example.org/v1)': isServed };
      const request = { ...widgetRequest(), requiredResources, context: { [kindsKey]: learnt } };
      return readRequired({ balls: requirement }, 'team-a', request);
    };
    expect(read({})).toMatchObject({ lists: { balls: undefined }, objects: {}, isComplete: false });
    expect(read({}, true)).toMatchObject({ lists: { balls: undefined }, isComplete: false });
    expect(read({}, false), 'a cluster without the kind').toMatchObject({ lists: { balls: [] }, isComplete: true });
    expect(read(listed([]))).toMatchObject({ lists: { balls: [] }, isComplete: true });
    const names = read(listed(['a', 'b'])).lists['balls']?.map(({ metadata }) => metadata.name);
    expect(names).toEqual(['a', 'b']);
  });

  test('say which object is required and who acts: if Crossplane may not read it, there is no other message', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', matchName: 'x', namespace: 'team-a' };
    expect(requirementName(secret)).toMatch(
      /^Secret team-a\/x \(if this lasts, the platform team must let Crossplane get/,
    );
    expect(requirementName({ apiVersion: 'v1', kind: 'Node', matchName: 'x' })).toMatch(/^Node x \(/);
  });
});

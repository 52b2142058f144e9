/** Planners, targets and rules that throw or answer what they did not declare. */
import { describe, expect, test } from 'vitest';
import { composed, main } from '../authoring/index.ts';
import { widgetRequest } from '../testing/widget-request.ts';
import { decide, Gear, Login, planner, Shelf, target, widget, widgetPlanner } from '../testing/widget.ts';
import { dispatch } from './index.ts';
import { conditionUnknown, readyFalse, severityFatal, severityWarning } from './respond/wire.ts';

const boom = () => {
  throw new Error('boom');
};

describe('a throw stops the claim', () => {
  const secret = { host: 'h', port: '1', username: 'u', password: 'p' };
  const Wheel = composed(Gear, { ready: boom });
  const compose = () => ({ resources: { gear: Wheel({ spec: { version: '1', teeth: 1 } }) }, secret, status: {} });
  const wheel = { apiVersion: Gear.apiVersion, kind: 'Gear', metadata: { name: 'orders-widget' } };
  const undecided = planner(widget, boom);
  const rows = [
    {
      reason: 'the planner',
      apiFunction: {
        planner: undecided,
        targets: { local: target(undecided, { resources: { gear: main(Wheel) }, record: { decide } }, compose) },
      },
    },
    {
      reason: 'the target',
      apiFunction: {
        planner: widgetPlanner,
        targets: { local: target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, boom) },
      },
    },
    {
      reason: 'a rule of readiness',
      apiFunction: {
        planner: widgetPlanner,
        targets: { local: target(widgetPlanner, { resources: { gear: main(Wheel) }, record: { decide } }, compose) },
      },
    },
  ];
  test.each(rows)('of $reason, reported to the operator of the function', ({ apiFunction }) => {
    const bugs: string[] = [];
    const failing = dispatch({ widget: apiFunction }, { onBug: (stack) => bugs.push(stack) });
    const { meta, results } = failing(widgetRequest({ observed: { gear: { object: wheel } } }));
    expect(results).toEqual([{ severity: severityFatal, message: 'The function failed: boom' }]);
    expect(meta).toEqual({ tag: 'the-tag' });
    expect(bugs).toEqual([expect.stringMatching(/^Error: boom\n +at .*boom/)]);
  });

  // Nobody asks for the readiness of what does not exist.
  test.each(rows.slice(0, 2))('of $reason, and a new claim is not taken for healthy', ({ apiFunction }) => {
    const { meta, results, desired, conditions } = dispatch({ widget: apiFunction })(widgetRequest());
    expect(results).toMatchObject([{ severity: severityWarning, message: 'The function failed: boom' }]);
    expect(meta?.ttl).toEqual({ seconds: 60, nanos: 0 });
    expect(desired?.composite?.ready).toBe(readyFalse);
    expect(desired?.resources).toEqual({});
    expect(conditions.at(-1)).toMatchObject({ status: conditionUnknown, reason: 'FunctionFailed' });
  });

  test('and its stack is logged without the secrets of the request', () => {
    const bugs: string[] = [];
    const local = target(widgetPlanner, { resources: { gear: main(Gear) }, record: { decide } }, ({ secrets }) => {
      throw new Error(`cannot use ${secrets.connection['password']}`);
    });
    const failing = dispatch(
      { widget: { planner: widgetPlanner, targets: { local } } },
      { onBug: (stack) => bugs.push(stack) },
    );
    const data = { password: Buffer.from('hunter22').toString('base64') };
    const published = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'orders-widget', namespace: 'team-a' },
      data,
    };
    failing(widgetRequest({ observed: { 'connection-secret': { object: published } } }));
    expect(bugs).toEqual([expect.stringContaining('cannot use ***')]);
  });

  const later = async () => {
    throw new Error('later');
  };
  const asynchronous = [
    { author: 'the planner', planned: planner(widget, later as never) },
    { author: 'target local', composes: later as never },
    { author: 'decide.identity', decisions: { ...decide, identity: later as never } },
  ];
  test.each(asynchronous)('of the engine at $author that returns a promise', (row) => {
    const { author, planned = widgetPlanner, composes = compose as never, decisions = decide } = row;
    const local = target(planned, { resources: { gear: main(Gear) }, record: { decide: decisions } }, composes);
    const failing = dispatch({ widget: { planner: planned, targets: { local } } });
    expect(failing(widgetRequest()).results[0]?.message).toBe(
      `The function failed: ${author} returned a promise: remove its async, since a call is answered at once`,
    );
  });

  const wrong = (result: object) =>
    target(
      widgetPlanner,
      { resources: { gear: main(Gear), shelf: Shelf }, record: { decide } },
      () => ({ secret, status: {}, ...result }) as never,
    );
  const gear = Gear({ spec: { version: '1', teeth: 1 } });
  const shelf = Shelf({ spec: { load: 1 } });
  const mistakes = [
    { result: { resources: { gear } }, says: 'declares shelf and composes nothing' },
    { result: { resources: { gear, shelf, rack: shelf } }, says: 'composes rack, which it did not declare' },
    { result: { resources: { gear, shelf: Login({ spec: { gear: 'g' } }) } }, says: 'composes a Login under shelf' },
    { result: { resources: { gear, shelf }, status: { endpiont: 'x' } }, says: 'reports status.endpiont' },
    { result: { resources: { gear, shelf: { ...shelf, namespace: 'elsewhere' } } }, says: 'into namespace elsewhere' },
  ];
  test('of a target that decides a field of the planner once more', () => {
    const settings = { resources: { gear: main(Gear) }, record: { decide: { ...decide, teeth: () => 7 } } };
    const twice = target(widgetPlanner, settings, compose as never);
    const failing = dispatch({ widget: { planner: widgetPlanner, targets: { local: twice } } });
    expect(failing(widgetRequest()).results[0]?.message).toContain(
      'both the planner and the target decide teeth of the record',
    );
  });

  test.each(mistakes)('of the engine at a target that $says', ({ result, says }) => {
    const failing = dispatch({ widget: { planner: widgetPlanner, targets: { local: wrong(result) } } });
    expect(failing(widgetRequest()).results[0]?.message).toContain(says);
  });
});

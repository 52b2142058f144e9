import { describe, expect, test } from 'vitest';
import { cluster, grown } from '../../testing/widget-life.ts';
import { dev, settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { functions, local, widget, widgetPlanner, planner } from '../../testing/widget.ts';
import { type Refuse } from '../../authoring/index.ts';
import { dispatch } from '../index.ts';
import { refusalMessage } from './refusal.ts';
import { runPlanner } from './run-planner.ts';
import { conditionIsFalse, readyFalse, readyUnspecified } from '../respond/wire.ts';

const handler = dispatch(functions);
const answer = (request: WidgetRequest) => settle(handler, widgetRequest(request), cluster);
const provisioned = ({ conditions }: ReturnType<typeof answer>) =>
  conditions.find(({ type }) => type === 'Provisioned');

describe('a new claim that asks for too much', () => {
  const response = answer({ spec: { teeth: 60 } });

  test('is refused as a whole, without a fatal result', () => {
    expect(response.results).toEqual([]);
    expect(response.desired?.resources).toEqual({});
    expect(response.desired?.composite?.resource).toBeUndefined();
    expect(response.desired?.composite?.ready).toBe(readyFalse);
  });

  test('gets what, why and who acts', () => {
    expect(provisioned(response)).toMatchObject({
      status: conditionIsFalse,
      reason: 'Refused',
      message: 'spec.teeth: at most 50 teeth are allowed here; change it in the claim, or ask the platform team',
    });
  });

  test('starts once it is mended, or once the limit is', () => {
    expect(Object.keys(answer({ spec: { teeth: 50 } }).desired?.resources ?? {})).toContain('gear');
    const roomier = { ...dev, maxTeeth: 60 };
    expect(Object.keys(answer({ spec: { teeth: 60 }, environment: roomier }).desired?.resources ?? {})).toContain(
      'gear',
    );
  });
});

test('what nobody can change is reported without anybody to ask', () => {
  const refusal = { path: 'spec.teeth', why: 'teeth do not grow', who: undefined, keep: 40 };
  expect(refusalMessage([refusal])).toBe('spec.teeth: teeth do not grow (40 stays in use); change it in the claim');
});

test('a value that stays in use is written as in the claim', () => {
  const refusal = { path: 'spec.ttl', why: 'too long', who: 'us', keep: 14, unit: 'd' };
  expect(refusalMessage([refusal])).toBe('spec.ttl: too long (14d stays in use); change it in the claim, or ask us');
});

describe('an existing claim that asks for too much', () => {
  const ready = grown(handler, { target: 'cloud', spec: { teeth: 40 } });

  test('continues with the recorded value, and gets the reason', () => {
    const response = answer({ ...ready, spec: { teeth: 60 } });
    expect(response.results).toEqual([]);
    expect(response.desired?.resources['gear']?.resource).toMatchObject({ spec: { teeth: 40 } });
    expect(response.desired?.composite?.resource?.['status']).toMatchObject({ recorded: { teeth: 40 } });
    expect(response.desired?.composite?.ready).toBe(readyUnspecified);
    expect(provisioned(response)?.message).toBe(
      'spec.teeth: at most 50 teeth are allowed here (40 stays in use); change it in the claim, or ask the platform team.',
    );
  });

  test('also where the limit came later', () => {
    const response = answer({ ...ready, environment: { ...dev, maxTeeth: 5 } });
    expect(response.desired?.resources['gear']?.resource).toMatchObject({ spec: { teeth: 40 } });
    expect(provisioned(response)?.reason).toBe('Refused');
  });

  const sightings = [
    { reason: 'its status is there', seen: { ...ready, observed: {} } },
    { reason: 'its resources are there', seen: { ...ready, status: {} } },
  ];
  test.each(sightings)('is known to exist when only $reason', ({ seen }) => {
    const response = answer({ ...seen, spec: { teeth: 60 } });
    expect(response.desired?.resources['gear']?.resource).toMatchObject({ spec: { teeth: 40 } });
  });

  test('exists as well when nothing can be read back from its resources', () => {
    const forgetful = dispatch({
      widget: { planner: widgetPlanner, targets: { local: { ...local, recover: undefined } } },
    });
    const { results } = forgetful(widgetRequest({ ...ready, target: 'local', status: {}, spec: { teeth: 60 } }));
    expect(results.map(({ message }) => message)).toEqual([expect.stringContaining('everything stays as it is')]);
  });

  test('stays as it is, by a fatal result, where there is nothing to go on with', () => {
    const strict = planner(widget, ({ refuse, recorded }) => {
      refuse({ path: 'spec.size', why: 'large is gone', who: 'the vendor' });
      return { stickers: {}, sturdy: false, record: { version: '1', teeth: 1, identity: recorded.identity ?? 'x' } };
    });
    const failing = dispatch({ widget: { planner: strict, targets: { local: { ...local, planner: strict } } } });
    const { results, conditions } = failing(widgetRequest({ ...ready, status: { ...ready.status, target: 'local' } }));
    expect(results.map(({ message }) => message)).toEqual([
      'spec.size: large is gone; change it in the claim, or ask the vendor; everything stays as it is until then',
    ]);
    expect(conditions.map(({ type, reason }) => `${type}: ${reason}`)).toEqual([
      'PlatformCapable: EnvironmentComplete',
      'Provisioned: Refused',
    ]);
  });
});

const two = (refuse: Refuse) => {
  refuse({ path: 'spec.a', why: 'too big', who: 'us' });
  refuse({ path: 'spec.b', why: 'too small', who: 'them', keep: 3 });
  return 'plan';
};
const tripping = (refuse: Refuse) => refuse<string[]>({ path: 'spec.a', why: 'too long', who: 'us' }).join();

const capped = (refuse: Refuse) => refuse({ path: 'spec.b', why: 'too small', who: 'them', keep: 3 });
const buggy = (): unknown => JSON.parse('{');

describe('deciding', () => {
  test('gathers all refusals', () => {
    expect(runPlanner(two, true).refusals.map(({ path }) => path)).toEqual(['spec.a', 'spec.b']);
    expect(() => runPlanner(two, false)).toThrow(
      'spec.a: too big; change it in the claim, or ask us; spec.b: too small (3 stays',
    );
  });

  test('takes no plan of a new claim, whatever could be kept', () => {
    expect(runPlanner(capped, true).plan).toBeUndefined();
    expect(runPlanner(capped, false).plan).toBe(3);
  });

  test('does not take the fall over a refused value for a bug', () => {
    expect(runPlanner(tripping, true).refusals).toHaveLength(1);
    expect(() => runPlanner(tripping, false)).toThrow('spec.a: too long');
  });

  test('lets a bug through', () => {
    expect(() => runPlanner(buggy, true)).toThrow(SyntaxError);
  });
});

import { expect, test } from 'vitest';
import { cluster, grown } from '../testing/widget-life.ts';
import { dev, type WidgetRequest, widgetRequest, withRequired } from '../testing/widget-request.ts';
import { decide, functions, Gear, target, widgetPlanner } from '../testing/widget.ts';
import { main } from '../authoring/index.ts';
import { answers, dispatch, survey, toResponse } from './index.ts';

const answer = answers(functions);
const respond = dispatch(functions);

/** The answer once Crossplane has looked for what is required. */
function settled(request: WidgetRequest) {
  const first = widgetRequest(request);
  return answer(withRequired(first, respond(first), cluster));
}

const demanding = target(
  widgetPlanner,
  {
    resources: { gear: main(Gear) },
    record: { decide },
    reads: () => ({ app: { apiVersion: 'v1', kind: 'Secret', name: 'app' } }),
  },
  () => {
    throw new Error('no app Secret');
  },
);

test.each([
  {
    reason: 'the input is wrong, so no situation is known',
    answered: settled({ input: { platform: '' } }),
    outcome: 'failed',
    stages: [],
  },
  {
    reason: 'a new claim asks for too much',
    answered: settled({ spec: { teeth: 60 } }),
    outcome: 'refused',
    stages: ['situation'],
  },
  {
    reason: 'the target cannot do without what it requires',
    answered: answers({ widget: { planner: widgetPlanner, targets: { local: demanding } } })(widgetRequest()),
    outcome: 'pending',
    stages: ['situation'],
  },
  {
    reason: 'all stages are reached',
    answered: settled({}),
    outcome: 'composed',
    stages: ['situation', 'decision', 'composed'],
  },
])('an answer has what was reached: $reason', ({ answered, outcome, stages }) => {
  expect(answered.outcome).toBe(outcome);
  const all = ['situation', 'decision', 'composed'] as const;
  expect(all.filter((stage) => (answered as { [key in typeof stage]?: unknown })[stage] !== undefined)).toEqual(stages);
});

test('the response is a view of the answer', () => {
  const request = widgetRequest(grown(respond, widgetRequestOn('cloud')));
  expect(toResponse(answer(request))).toEqual(respond(request));
});

test('what waits is in the survey, and not in the response', () => {
  const waiting = settled(widgetRequestOn('cloud'));
  const keys = survey(waiting)?.resources.map(({ key }) => key) ?? [];
  const desired = Object.keys(toResponse(waiting).desired?.resources ?? {});
  expect(keys).toContain('login');
  expect(desired).not.toContain('login');
  expect(survey(waiting)?.resources.find(({ key }) => key === 'login')?.object).toMatchObject({ kind: 'Login' });
});

test('the survey of a failed answer throws what went wrong, and a refused one has none', () => {
  expect(() => survey(settled({ environment: null }))).toThrow('EnvironmentConfig toys does not exist');
  expect(survey(settled({ spec: { teeth: 60 } }))).toBeUndefined();
});

function widgetRequestOn(on: string): WidgetRequest {
  return { target: on, environment: { ...dev, tier: 'prod' } };
}

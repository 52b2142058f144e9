import { expect, test } from 'vitest';
import { dispatch } from '../index.ts';
import { cluster, grown } from '../../testing/widget-life.ts';
import { dev, settle, widgetRequest } from '../../testing/widget-request.ts';
import { functions, local, planner, widget, widgetPlanner } from '../../testing/widget.ts';
import { granting } from './grant.ts';

const judged = { spec: { teeth: 60 }, environment: { maxTeeth: 50 }, recorded: {} };

test('a planner that asks for no grant cannot give a new claim more than a limit allows', () => {
  const generous = planner(widget, ({ spec }) => ({
    stickers: {},
    sturdy: false,
    record: { version: '1', teeth: spec.teeth },
  }));
  const handler = dispatch({ widget: { planner: generous, targets: { local: { ...local, planner: generous } } } });
  const ask = (teeth: number) => settle(handler, widgetRequest({ target: 'local', spec: { teeth } }), cluster);
  expect(ask(50).conditions.some(({ reason }) => reason === 'Refused')).toBe(false);
  expect(ask(60).conditions.find(({ type }) => type === 'Provisioned')).toMatchObject({
    reason: 'Refused',
    message: 'spec.teeth: at most 50 teeth are allowed here; change it in the claim, or ask the platform team',
  });
  // What exists goes on as that planner decides: there is nothing that could be kept.
  const old = grown(dispatch(functions), { target: 'local', spec: { teeth: 40 } });
  const response = settle(handler, widgetRequest({ ...old, environment: { ...dev, maxTeeth: 5 } }), cluster);
  expect(response.desired?.resources['gear']?.resource).toMatchObject({ spec: { teeth: 40 } });
});

test('a field is refused once, whoever refuses it first', () => {
  const paths: string[] = [];
  const { grant, refuseOthers } = granting(widget, judged, (refusal) => {
    paths.push(refusal.path);
    return refusal.keep as never;
  });
  expect(grant('teeth', 60, { keep: 40 })).toBe(40);
  refuseOthers(new Set());
  expect(paths).toEqual(['spec.teeth']);
  granting(widget, judged, () => expect.unreachable()).refuseOthers(new Set(['spec.teeth']));
});

test('what has no limit is granted', () => {
  const { grant } = granting(widget, judged, () => expect.unreachable());
  expect(grant('size', 'large', { keep: 'small' })).toBe('large');
  expect(widgetPlanner.api.limits).not.toHaveProperty('size');
});

/** Claims that exist while their API is made narrower. */
import { describe, expect, test } from 'vitest';
import { functionsOf } from '../../authoring/index.ts';
import { api, defaulted, integer, map, object, oneOf, optional, string } from '../../schema/index.ts';
import { cluster, grown } from '../../testing/widget-life.ts';
import { dev, settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { environment, functions, widget, widgetPlanner } from '../../testing/widget.ts';
import { dispatch } from '../index.ts';
import { readyFalse, readyUnspecified, severityFatal } from '../respond/wire.ts';

const { fields } = widget.spec as Extract<typeof widget.spec, { kind: 'object' }>;

/** The toy platform's next release, with other fields in the spec and the record of a Widget. */
function released(spec: object, recorded: object = {}) {
  const next = api({
    ...widget,
    spec: object({ ...fields, ...spec } as never),
    recorded: object({ ...(widget.recorded as { fields: object }).fields, ...recorded } as never),
  } as never);
  const planner = functionsOf({ environment }).planner(next as never, widgetPlanner.plan as never);
  const targets = Object.entries(functions.widget.targets).map(([name, target]) => [name, { ...target, planner }]);
  return dispatch({ widget: { planner, targets: Object.fromEntries(targets) } } as never);
}

const stickers = { a: 'red', b: 'green' };
const first = { target: 'local', spec: { version: '2', teeth: 40, size: 'large', stickers } };
const ready = grown(dispatch(functions), first);

function answerOf(handler: ReturnType<typeof dispatch>, request: WidgetRequest) {
  const response = settle(handler, widgetRequest(request), cluster);
  const provisioned = response.conditions.find(({ type }) => type === 'Provisioned');
  return { ...response, provisioned, objects: response.desired?.resources ?? {} };
}
const gearOf = ({ objects }: ReturnType<typeof answerOf>) => objects['gear']?.resource?.['spec'];
const withSpec = (spec: object) => ({ ...ready, spec: { ...ready.spec, ...spec } });

const versions = ['1', '3'] as const;
const noTwo = { version: optional(oneOf('Its version.', versions)) };
const texts = (maxLength: number, maxProperties: number, pattern = '.*') =>
  optional(map('Texts.', string('The text.', { maxLength, pattern }), { maxProperties }));

describe('an existing claim keeps what its API no longer allows, is told, and goes on', () => {
  const rows = [
    {
      reason: 'its version is none any more',
      handler: released(noTwo),
      says: 'spec.version: Unsupported value: "2": supported values: "1", "3" (2 stays in use); change it in the claim, or ask the platform team.',
    },
    {
      reason: 'a recorded number is out of bounds',
      handler: released({ teeth: defaulted(integer('Teeth.', { minimum: 1, maximum: 20 }), 10) }),
      says: 'spec.teeth: Invalid value: 40: spec.teeth in body should be less than or equal to 20 (40 stays in use); change it in the claim, or ask the platform team.',
    },
    { reason: 'a text is too long', handler: released({ stickers: texts(4, 10) }), says: 'spec.stickers.b: Too long' },
    {
      reason: 'a text does not match',
      handler: released({ stickers: texts(9, 10, '^red$') }),
      says: 'spec.stickers.b: Invalid value: "green": spec.stickers.b in body should match \'^red$\'',
    },
    { reason: 'there are too many', handler: released({ stickers: texts(9, 1) }), says: 'spec.stickers: Too many: 2' },
  ];
  test.each(rows)('$reason', ({ handler, says }) => {
    const before = answerOf(dispatch(functions), ready);
    const after = answerOf(handler, ready);
    expect(after.objects).toEqual(before.objects);
    expect(after.desired?.composite?.resource).toEqual(before.desired?.composite?.resource);
    expect(after.provisioned).toMatchObject({ reason: 'Refused', message: expect.stringContaining(says) as string });
    expect(after.desired?.composite?.ready).toBe(readyUnspecified);
    expect(after.results).toEqual([]);
  });

  test('another field is carried out', () => {
    const after = answerOf(released(noTwo), withSpec({ teeth: 12 }));
    expect(gearOf(after)).toMatchObject({ version: '2', teeth: 12 });
  });

  test('is told once, if the planner refuses the same', () => {
    const handler = released({ teeth: defaulted(integer('Teeth.', { minimum: 1, maximum: 20 }), 10) });
    const { provisioned } = answerOf(handler, { ...ready, environment: { ...dev, maxTeeth: 5 } });
    expect(provisioned?.message?.match(/spec\.teeth: /g)).toHaveLength(1);
  });

  test('also where its status was lost', () => {
    expect(gearOf(answerOf(released(noTwo), { ...ready, status: {} }))).toMatchObject({ version: '2', teeth: 40 });
  });

  test('and says nothing of a value that only the record has', () => {
    const { version: _, ...spec } = first.spec;
    const unasked = { ...ready, spec };
    const after = answerOf(released(noTwo), unasked);
    expect(gearOf(after)).toMatchObject({ version: '2' });
    expect(after.provisioned?.reason).toBe('Available');
  });

  test('nor of a field that is gone, which the API server drops', () => {
    const after = answerOf(released(noTwo), withSpec({ version: '1', colour: 'red' }));
    expect(after.provisioned?.reason).toBe('Available');
  });
});

describe('an existing claim stays as it is and is told', () => {
  const rows = [
    {
      reason: 'a choice that is not recorded is none any more',
      handler: released({ size: defaulted(oneOf('How big it is.', ['small', 'tiny']), 'small') }),
      says: 'spec.size: Unsupported value: "large"',
    },
    {
      reason: 'a field has another type',
      handler: released({ stickers: optional(string('One text.', { maxLength: 9 })) }),
      says: 'spec.stickers: Invalid value: "object"',
    },
    {
      reason: 'a new field must be there',
      handler: released({ colour: oneOf('Its colour.', ['red']) }),
      says: 'spec.colour: Required value',
    },
    {
      reason: 'a field of the same name is recorded as something else',
      handler: released(
        { size: defaulted(oneOf('How big it is.', ['small', 'tiny']), 'small') },
        { size: optional(integer('How big it was.', { minimum: 1, maximum: 9 })) },
      ),
      says: 'spec.size: Unsupported value: "large"',
    },
  ];
  test.each(rows)('if $reason', ({ handler, says }) => {
    const status = { ...ready.status, recorded: { ...(ready.status?.['recorded'] as object), size: 3 } };
    const { results, provisioned } = answerOf(handler, { ...ready, status });
    expect(results).toMatchObject([{ severity: severityFatal }]);
    expect(provisioned).toMatchObject({ reason: 'Refused', message: expect.stringContaining(says) as string });
    expect(provisioned?.message).toContain('everything stays as it is until then');
  });
});

test('a choice that the record no longer has either is told to the platform team, since no code knows it', () => {
  const handler = released(noTwo, { version: oneOf('The version in use.', versions) });
  const { results, provisioned } = answerOf(handler, ready);
  expect(results).toMatchObject([{ severity: severityFatal }]);
  expect(provisioned).toMatchObject({
    reason: 'EnvironmentIncomplete',
    message:
      'this Widget has what this release does not know: status.recorded.version: Unsupported value: "2": supported values: "1", "3"; the platform team must install a release that knows it',
  });
});

test('a record out of bounds is kept, and none is written', () => {
  const handler = released({}, { teeth: integer('Teeth.', { minimum: 1, maximum: 20 }) });
  expect(gearOf(answerOf(handler, ready))).toMatchObject({ teeth: 40 });
  expect(answerOf(handler, withSpec({ teeth: 30 })).results[0]?.message).toContain(
    'records what its API does not allow',
  );
});

test('a new claim makes nothing of it, although the API server should have refused it', () => {
  const { provisioned, desired } = answerOf(released(noTwo), first);
  expect(provisioned).toMatchObject({ reason: 'CannotProceed' });
  expect(desired).toMatchObject({ resources: {}, composite: { ready: readyFalse } });
});

import { expect, test } from 'vitest';
import { grown } from '../../testing/widget-life.ts';
import { type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { functions } from '../../testing/widget.ts';
import { dispatch } from '../index.ts';

const handler = dispatch(functions);
const prod = { name: 'prod', version: '1', tier: 'prod', cloud: { region: 'moon' } };
const onCloud = grown(handler, { target: 'cloud' });
const onShelf = grown(handler, { target: 'local', environment: prod });

const rows: { reason: string; request: WidgetRequest; expected: string }[] = [
  { reason: 'a new claim is on its Composition’s', request: { target: 'cloud' }, expected: 'cloud' },
  { reason: 'what is recorded wins', request: { ...onCloud, target: 'local' }, expected: 'cloud' },
  {
    reason: 'the status is lost: only cloud has a login',
    request: { ...onCloud, target: 'local', status: {} },
    expected: 'cloud',
  },
  {
    reason: 'the status is lost: only local has a shelf',
    request: { ...onShelf, target: 'cloud', status: {} },
    expected: 'local',
  },
  {
    reason: 'the status is lost, and what exists could be on either',
    request: { target: 'cloud', observed: { gear: onCloud.observed?.['gear'] as never } },
    expected: 'cloud',
  },
];
test.each(rows)('$expected: $reason', ({ request, expected }) => {
  const { desired } = handler(widgetRequest(request));
  expect(desired?.composite?.resource?.['status']).toMatchObject({ target: expected });
});

/** A request by the default Composition of a package with both targets, in an environment that says where new claims go. */
const choosing = (targets: object, more: WidgetRequest = {}): WidgetRequest => ({
  target: 'local',
  ...more,
  input: { targets: ['local', 'cloud'], ...more.input },
  environment: { ...prod, targets },
});

test.each<{ reason: string; request: WidgetRequest; expected: string }>([
  { reason: 'the environment says so for the kind', request: choosing({ widgets: 'cloud' }), expected: 'cloud' },
  { reason: 'it says so for all kinds', request: choosing({ default: 'cloud' }), expected: 'cloud' },
  { reason: 'the kind wins', request: choosing({ default: 'cloud', widgets: 'local' }), expected: 'local' },
  { reason: 'it speaks of another kind', request: choosing({ gadgets: 'cloud' }), expected: 'local' },
  { reason: 'the kind has no such target', request: choosing({ default: 'moon' }), expected: 'local' },
  {
    reason: 'the package does not have the target that others get',
    request: choosing({ default: 'cloud' }, { input: { targets: ['local'] } }),
    expected: 'local',
  },
  {
    reason: 'an administrator chose this Composition, which is not the default one',
    request: { target: 'local', environment: { ...prod, targets: { widgets: 'cloud' } } },
    expected: 'local',
  },
  {
    reason: 'it is recorded',
    request: choosing({ widgets: 'cloud' }, { ...onShelf, environment: prod }),
    expected: 'local',
  },
  {
    reason: 'the status is lost, and what exists says it',
    request: choosing({ widgets: 'cloud' }, { ...onShelf, status: {} }),
    expected: 'local',
  },
  {
    reason: 'the status is lost, and what exists could be on either',
    request: choosing({ widgets: 'cloud' }, { observed: { gear: onShelf.observed?.['gear'] as never } }),
    expected: 'cloud',
  },
])('$expected: $reason', ({ request, expected }) => {
  const { desired } = handler(widgetRequest(request));
  expect(desired?.composite?.resource?.['status']).toMatchObject({ target: expected });
});

test('a new claim waits if the environment gives its kind a target that the package does not have', () => {
  const request = choosing({ widgets: 'cloud' }, { input: { targets: ['local', 'moon'] } });
  const { results, conditions } = handler(widgetRequest(request));
  const message =
    'EnvironmentConfig toys says in data.targets.widgets that new claims get the target cloud, and this package has local, moon; the platform team must correct it';
  expect(results).toMatchObject([{ severity: 2, message }]);
  expect(conditions.find(({ type }) => type === 'PlatformCapable')).toMatchObject({ reason: 'EnvironmentIncomplete' });
  const existing = { ...onShelf, status: { ...onShelf.status, target: 'local' } };
  expect(handler(widgetRequest(choosing({ widgets: 'cloud' }, { ...existing, ...request.input }))).results).toEqual([]);
});

test('a recorded target that has nothing of what exists is not believed, or all of it would be deleted', () => {
  const shelf = onShelf.observed?.['shelf'] as never;
  const secret = onShelf.observed?.['connection-secret'] as never;
  const request = { ...onShelf, observed: { shelf, 'connection-secret': secret }, status: { target: 'cloud' } };
  const { results, conditions } = handler(widgetRequest(request));
  expect(results).toMatchObject([{ severity: 1, message: expect.stringContaining('made on target local') as string }]);
  expect(conditions.find(({ type }) => type === 'Provisioned')).toMatchObject({ reason: 'CannotProceed' });
});

test('a recorded target is believed where what exists belongs to other steps, or is not there yet', () => {
  const foreign = { object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs' } } };
  for (const observed of [{}, { theirs: foreign }]) {
    expect(handler(widgetRequest({ ...onCloud, observed })).results).toEqual([]);
  }
});

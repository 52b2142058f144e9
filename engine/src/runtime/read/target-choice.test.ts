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

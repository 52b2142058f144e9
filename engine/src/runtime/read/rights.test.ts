/** A release answers only where its rights are: without them, Crossplane stops in the middle of what it applies. */
import { expect, test } from 'vitest';
import { settle, widgetRequest, type WidgetRequest } from '../../testing/widget-request.ts';
import { functions } from '../../testing/widget.ts';
import { dispatch } from '../index.ts';

const handler = dispatch(functions);
const marker = {
  apiVersion: 'apiextensions.crossplane.io/v1beta1',
  kind: 'EnvironmentConfig',
  metadata: { name: 'r' },
};
const gear = { object: { apiVersion: 'toys.example.org/v1', kind: 'Gear', metadata: { name: 'orders-widget' } } };

function answer(request: WidgetRequest) {
  const { results, conditions, desired } = settle(handler, widgetRequest(request));
  return {
    messages: results.map(({ message }) => message),
    capable: conditions.find(({ type }) => type === 'PlatformCapable')?.status,
    keys: Object.keys(desired?.resources ?? {}),
  };
}

const rows: { reason: string; request: WidgetRequest }[] = [
  { reason: 'a new claim', request: {} },
  { reason: 'a claim that exists', request: { observed: { gear } } },
  { reason: 'a cluster that has no environment either', request: { environment: null } },
];
test.each(rows)('without the rights of the release nothing is changed: $reason', ({ request }) => {
  expect(answer({ ...request, required: { rights: null }, input: { platformVersion: '0.2.0' } })).toEqual({
    messages: [
      'The rights of release 0.2.0 are not in this cluster, so nothing was changed: the platform team must apply install/local/rbac.yaml of that release',
    ],
    capable: 3,
    keys: [],
  });
});

test.each([
  { reason: 'the rights are there', required: { rights: marker } },
  { reason: 'the Composition was made by hand, and does not ask for them', required: {} },
])('a claim is answered: $reason', ({ required }) => {
  expect(answer({ required })).toMatchObject({ messages: [], capable: 2 });
});

/** The kinds that Crossplane needs rights for. */
import { expect, test } from 'vitest';
import { composed, type GeneratedModel, main, ready, released } from '../authoring/index.ts';
import { decide, Gear, target, widgetPlanner } from '../testing/widget.ts';
import { composedKinds } from './composed-kinds.ts';

interface Plant {
  spec: { managementPolicies?: string[] };
}
const identity = { apiVersion: 'toys.example.org/v1', kind: 'Plant', plural: 'plants', namespaced: true };
const Plant = composed(identity as GeneratedModel<Plant>, { ready: ready.managed });

const local = target(
  widgetPlanner,
  { resources: { gear: main(Gear) }, refactored: [released('plant', Plant)], record: { decide } },
  () => ({
    resources: { gear: Gear({ spec: { version: '1', teeth: 1 } }) },
    secret: { host: 'h', port: '1', username: 'u', password: 'p' },
    status: {},
  }),
);

test('a kind that is only released is one of them: without its right Crossplane stops at the first claim that has such an object', () => {
  const kinds = composedKinds({ widget: { planner: widgetPlanner, targets: { local } } }, 'local');
  expect(kinds.map(({ kind }) => kind)).toEqual(['Gear', 'Plant', 'Secret']);
});

import { expect, test } from 'vitest';
import { widgetRequest } from '../testing/widget-request.ts';
import { functions, plan } from '../testing/widget.ts';
import { composed, conditionTrue, type GeneratedModel, main, planner, target } from '../authoring/index.ts';
import { dispatch } from './index.ts';

interface Safe {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: object;
  readonly status?: { conditions?: { type: string; status: string }[] };
}
const model: GeneratedModel<Safe> = {
  apiVersion: 'toys.example.org/v1',
  kind: 'Safe',
  plural: 'safes',
  namespaced: true,
};

test.each([
  { writesOwnSecret: false, name: /^orders-widget$/, reason: 'the main resource has the plain name' },
  {
    writesOwnSecret: true,
    name: /^orders-widget-safe-[0-9a-f]{8}$/,
    reason: 'its Secret would be the connection Secret',
  },
])('a main resource whose owner writes a Secret of its name ($writesOwnSecret) is called so: $reason', (row) => {
  const Safe = composed(model, { ready: conditionTrue('Ready'), writesOwnSecret: row.writesOwnSecret });
  const only = target(plan, { resources: { safe: main(Safe) } }, () => ({
    resources: { safe: Safe({ spec: {} }) },
    secret: { host: undefined, port: undefined, username: undefined, password: undefined },
    status: {},
  }));
  const handler = dispatch({ widget: { planner: plan, targets: { local: only, cloud: only } } });
  const { desired } = handler(widgetRequest());
  expect(desired?.resources['safe']?.resource).toMatchObject({ metadata: { name: expect.stringMatching(row.name) } });
});

test('a target sees what applications read in the connection Secret, to change it only when they can follow', () => {
  const seen: unknown[] = [];
  const { local } = functions.widget.targets;
  const careful = target(plan, { resources: local.resources as { gear: never } }, (context) => {
    seen.push(context.published('host'));
    return local.compose(context as never) as never;
  });
  const handler = dispatch({ widget: { planner: plan, targets: { local: careful, cloud: careful } } });
  const data = { host: Buffer.from('old.example.org').toString('base64') };
  const metadata = { name: 'orders-widget', namespace: 'team-a' };
  handler(widgetRequest());
  handler(
    widgetRequest({
      observed: { 'connection-secret': { object: { apiVersion: 'v1', kind: 'Secret', metadata, data } } },
    }),
  );
  expect(seen).toEqual([undefined, 'old.example.org']);
});

test('a planner knows the target, for what only some can do', () => {
  const seen: unknown[] = [];
  const { api, environment } = functions.widget.planner;
  const curious = planner(api, environment as never, (context: { target: string }) => {
    seen.push(context.target);
    return plan.plan(context as never) as never;
  });
  const targets = Object.fromEntries(
    Object.entries(functions.widget.targets).map(([key, each]) => [key, { ...each, planner: curious }]),
  );
  const handler = dispatch({ widget: { planner: curious, targets } });
  for (const name of ['local', 'cloud']) handler(widgetRequest({ target: name }));
  expect(seen).toEqual(['local', 'cloud']);
});

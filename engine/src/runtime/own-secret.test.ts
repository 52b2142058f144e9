import { expect, test } from 'vitest';
import { cluster, grown } from '../testing/widget-life.ts';
import { settle, widgetRequest } from '../testing/widget-request.ts';
import { decide, functions, Gear, planner, target, widget, widgetPlanner } from '../testing/widget.ts';
import { composed, type GeneratedModel, main, ready, type SecretText } from '../authoring/index.ts';
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
  const Safe = composed(model, { ready: ready.condition('Ready'), writesOwnSecret: row.writesOwnSecret });
  const only = target(widgetPlanner, { resources: { safe: main(Safe) }, record: { decide } }, () => ({
    resources: { safe: Safe({ spec: {} }) },
    secret: { host: undefined, port: undefined, username: undefined, password: undefined },
    status: {},
  }));
  const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local: only, cloud: only } } });
  const { desired } = settle(handler, widgetRequest());
  expect(desired?.resources['safe']?.resource).toMatchObject({ metadata: { name: expect.stringMatching(row.name) } });
});

test('a target sees what applications read in the connection Secret, to change it only when they can follow', () => {
  const seen: unknown[] = [];
  const { local } = functions.widget.targets;
  const compose = (context: { readonly secrets: { readonly connection: SecretText } }) => {
    seen.push(context.secrets.connection['host']);
    return local.compose(context as never);
  };
  const careful = { ...local, compose };
  const handler = dispatch({ widget: { planner: widgetPlanner, targets: { local: careful, cloud: careful } } });
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

const failing = { conditions: [{ type: 'Ready', status: 'False', message: 'the cloud refused the last change' }] };
test.each([
  {
    login: 'in progress',
    secret: 'never made',
    expected: false,
    reason: 'both would come one by one, each with calls of its own',
  },
  { login: 'ready', secret: 'never made', expected: true, reason: 'all values are there' },
  { login: 'failing', secret: 'never made', expected: true, reason: 'somebody has to act, and that may last' },
  { login: 'in progress', secret: 'there', expected: true, reason: 'a Secret that applications read stays' },
  { login: 'in progress', secret: 'deleted', expected: true, reason: 'applications lack it until it is back' },
])(
  'a Secret that is $secret, with a login that is $login, is composed ($expected): $reason',
  ({ login: state, secret, expected }) => {
    const handler = dispatch(functions);
    const { observed, status: recorded, ...rest } = grown(handler, { target: 'cloud' });
    const { 'connection-secret': composed, login = { object: {} }, ...others } = observed ?? {};
    const { status, ...silent } = login.object as { readonly status?: object };
    const reported = { ready: { status }, failing: { status: failing } }[state];
    const { connectionSecretRef, ...decided } = recorded as { readonly connectionSecretRef?: object };
    const now = {
      ...rest,
      status: { ...decided, ...(secret !== 'never made' && { connectionSecretRef }) },
      observed: {
        ...others,
        login: { object: { ...silent, ...reported } },
        ...(secret === 'there' && composed && { 'connection-secret': composed }),
      },
    };
    const { desired } = settle(handler, widgetRequest(now), cluster);
    expect(Object.keys(desired?.resources ?? {}).includes('connection-secret')).toBe(expected);
  },
);

test('a planner decides by the abilities of the target', () => {
  const seen: unknown[] = [];
  const curious = planner(widget, (_context, { wheels }: { readonly wheels: number }) => {
    seen.push(wheels);
    return { record: { version: '1', teeth: wheels } };
  });
  const on = (wheels: number) =>
    target(curious, { abilities: { wheels }, resources: { gear: main(Gear) }, record: { decide } }, ({ record }) => ({
      resources: { gear: Gear({ spec: { ...record } }) },
      secret: { host: undefined, port: undefined, username: undefined, password: undefined },
      status: {},
    }));
  const handler = dispatch({ widget: { planner: curious, targets: { local: on(2), cloud: on(4) } } });
  for (const name of ['local', 'cloud']) handler(widgetRequest({ target: name }));
  expect(seen).toEqual([2, 4]);
});

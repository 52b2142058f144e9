/** Whose an object is under a key that has another name now, if more than one could be meant. */
import { describe, expect, test } from 'vitest';
import { moved } from '../../authoring/index.ts';
import { cluster, grown } from '../../testing/widget-life.ts';
import { type Existing, settle, type WidgetRequest, widgetRequest } from '../../testing/widget-request.ts';
import { renamedCloud } from '../../testing/renamed-widget.ts';
import { functions, Gear, Login, planner, target, widget, widgetPlanner } from '../../testing/widget.ts';
import { main, resource } from '../../authoring/index.ts';
import { answers, dispatch, survey } from '../index.ts';

const release = {
  widget: { planner: widgetPlanner, targets: { ...functions.widget.targets, cloud: renamedCloud() } },
};
const after = dispatch(release);
const ready = grown(dispatch(functions), { target: 'cloud' });
const { login, ...others } = ready.observed as Record<string, Existing>;

type Parts = Readonly<Record<string, object>>;

function object({ object }: Existing, metadata: object, rest: object = {}): Existing {
  return { object: { ...object, ...rest, metadata: { ...(object as Parts)['metadata'], ...metadata } } };
}

const twin = object(login!, { name: 'second' });
const leaving = (existing: Existing) => object(existing, { deletionTimestamp: '2026-01-01T00:00:00Z' });
const answer = (observed: WidgetRequest['observed'], rest: WidgetRequest = {}) => {
  const request = widgetRequest({ ...ready, ...rest, observed: { ...others, ...observed } });
  const { results, conditions, desired } = settle(after, request, cluster);
  const resources = Object.entries(desired?.resources ?? {});
  return {
    message: results.map(({ message }) => message).join(),
    reason: conditions.find(({ type }) => type === 'Provisioned')?.reason,
    composed: resources.map(
      ([key, { resource: found }]) => `${key}: ${(found as Parts)['metadata']?.['name' as never]}`,
    ),
  };
};
const nameOf = ({ object: { metadata } }: Existing) => (metadata as { readonly name: string }).name;

describe('an object under the former key, and one under the present key', () => {
  test('stop the claim if both are alive, since nobody but people can tell which has the data', () => {
    const { message, reason, composed } = answer({ login: login!, account: twin });
    expect(reason).toBe('CannotProceed');
    expect(composed).toEqual([]);
    expect(message).toContain(
      `Login ${nameOf(login!)} (key login) and Login second (key account) both exist, and this version of the platform composes only one of them, as account, so nothing was changed`,
    );
  });

  test.each([
    { reason: 'the second is being deleted', observed: { login: login!, account: leaving(twin) }, stays: 'login' },
    { reason: 'the first is being deleted', observed: { login: leaving(login!), account: twin }, stays: 'account' },
    { reason: 'only the second is left', observed: { account: twin }, stays: 'account' },
    { reason: 'both are being deleted', observed: { login: leaving(login!), account: leaving(twin) }, stays: 'login' },
    { reason: 'the only one is being deleted', observed: { login: leaving(login!) }, stays: 'login' },
  ] satisfies { reason: string; observed: WidgetRequest['observed']; stays: string }[])(
    'are no question if $reason',
    ({ observed, stays }) => {
      const name = stays === 'login' ? nameOf(login!) : 'second';
      expect(answer(observed)).toMatchObject({ message: '', composed: expect.arrayContaining([`${stays}: ${name}`]) });
      expect(answer(observed).composed.filter((line) => /^(login|account)/.test(line))).toHaveLength(1);
    },
  );

  test('are two things if the former one is of another kind: it goes once its successor is there', () => {
    const shelf = object(login!, { name: 'shelf' }, { kind: 'Shelf' });
    expect(answer({ login: shelf, account: twin }).composed).toContain('account: second');
  });
});

test('the second of two that the XR still refers to stays where it is', () => {
  const resourceRefs = [nameOf(login!), 'second'].map((name) => ({
    apiVersion: 'toys.example.org/v1',
    kind: 'Login',
    name,
  }));
  const { composed } = answer({ account: twin }, { spec: { resourceRefs } });
  expect(composed).toContain('account: second');
});

test('a report has what was moved, by its present key', () => {
  const request = widgetRequest({ ...ready, observed: { ...others, login: login! } });
  const { desired } = settle(after, request, cluster);
  const report = survey(answers(release)(request), desired?.resources);
  expect(report?.resources.map(({ key }) => key)).toEqual(['wheel', 'account']);
});

test('a request without its required objects composes nothing less than with them', () => {
  const request = widgetRequest({ ...ready, observed: { ...others, login: login! } });
  expect(Object.keys(after(request).desired?.resources ?? {})).toEqual(
    Object.keys(settle(after, request, cluster).desired?.resources ?? {}),
  );
});

test('what is moved keeps its external name, whatever the present code calls it', () => {
  const annotation = 'crossplane.io/external-name';
  const calls = planner(widget, () => ({ record: { version: '1', teeth: 1, identity: 'x' } }));
  const cloud = target(
    calls,
    {
      environment: ['cloud'],
      resources: { gear: main(Gear), account: resource(Login, { after: ['gear'] }) },
      refactored: [moved('login', 'account')],
    },
    ({ name }) => ({
      resources: {
        gear: Gear({ spec: { version: '1', teeth: 1 } }),
        account: Login({ spec: { gear: 'g' }, metadata: { annotations: { [annotation]: `new-${name('account')}` } } }),
      },
      secret: { host: undefined, port: undefined, username: undefined, password: undefined },
      status: {},
    }),
  );
  const handler = dispatch({
    widget: {
      planner: calls,
      targets: { ...functions.widget.targets, cloud, local: { ...functions.widget.targets.local, planner: calls } },
    },
  });
  const annotated = object(login!, { annotations: { [annotation]: 'app' } });
  const { desired } = settle(handler, widgetRequest({ ...ready, observed: { ...others, login: annotated } }), cluster);
  expect(desired?.resources['login']?.resource).toMatchObject({ metadata: { annotations: { [annotation]: 'app' } } });
  const fresh = settle(handler, widgetRequest({ ...ready, observed: others }), cluster).desired;
  expect(fresh?.resources['account']?.resource).toMatchObject({
    metadata: { annotations: { [annotation]: expect.stringMatching(/^new-orders-widget-account-/) } },
  });
});

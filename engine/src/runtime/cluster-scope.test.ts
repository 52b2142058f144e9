/** APIs whose claims have no namespace: they compose namespaces and what goes into them. */
import { describe, expect, test } from 'vitest';
import { api, claimsInside, connectionSecret, object, optional, string } from '../schema/index.ts';
import { Sticker, planner, target } from '../testing/widget.ts';
import { settle, type WidgetRequest, widgetRequest } from '../testing/widget-request.ts';
import { composed, type GeneratedModel, main, none, ready, resource } from '../authoring/index.ts';
import { dispatch } from './index.ts';

interface Space {
  metadata?: { name?: string };
}
const model: GeneratedModel<Space> = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false };
const Namespace = composed(model, { ready: ready.exists });

const depot = api({
  kind: 'Depot',
  description: 'A place of its own.',
  targets: ['local'],
  scope: 'Cluster',
  spec: object({
    team: optional(string('Whose it is.', { maxLength: 63 })),
    connectionSecret: connectionSecret({ token: 'The token.' }),
  }),
  recorded: object({}),
  status: object({ claims: claimsInside() }),
  secret: { token: 'The token.' },
});
const depotPlanner = planner(depot, () => ({ record: {} }));

/** What the tests vary: in which namespaces the target puts things. */
interface Places {
  readonly sticker?: string;
  readonly secret?: string;
  /** Whether the one key of the Secret exists. @default true */
  readonly token?: boolean;
}
const serving = ({ sticker, secret, token = true }: Places) => {
  const local = target(
    depotPlanner,
    { resources: { space: main(Namespace), sticker: resource(Sticker, { after: ['space'] }) } },
    ({ name }) => ({
      resources: {
        space: Namespace({}),
        sticker:
          sticker === 'none'
            ? none('nowhere to stick it')
            : Sticker({ spec: { text: name('space') } }, sticker === undefined ? {} : { namespace: sticker }),
      },
      secret: { token: token ? 't' : none('nobody needs one') },
      status: {},
      ...(secret !== undefined && { secretNamespace: secret }),
    }),
  );
  const handler = dispatch({ depot: { planner: depotPlanner, targets: { local } } });
  return (request: WidgetRequest = {}, cluster: Readonly<Record<string, object>> = {}) =>
    settle(handler, widgetRequest({ kind: 'Depot', name: 'blue', namespace: '', ...request }), cluster);
};
const space = { object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'blue-depot' } } };

describe('a cluster-scoped claim', () => {
  const answer = serving({ sticker: 'blue-depot', secret: 'blue-depot' });

  test('composes a cluster-scoped object without a namespace', () => {
    const { desired, results } = answer();
    expect(results).toEqual([]);
    expect(desired?.resources['space']?.resource?.['metadata']).toEqual({
      name: 'blue-depot',
      labels: {
        'app.kubernetes.io/name': 'depot',
        'app.kubernetes.io/instance': 'blue',
        'app.kubernetes.io/managed-by': 'toys',
      },
    });
  });

  test('says whose it is by its field, having no namespace to tell', () => {
    const { desired } = answer({ spec: { team: 'green' } });
    expect(desired?.resources['space']?.resource?.['metadata']).toMatchObject({
      labels: { 'toys.example.org/team': 'green' },
    });
  });

  test('composes into the namespace it makes once that exists, since core applies in any order', () => {
    expect(Object.keys(answer().desired?.resources ?? {})).not.toContain('sticker');
    const { desired } = answer({ observed: { space } });
    expect(desired?.resources['sticker']?.resource).toMatchObject({ metadata: { namespace: 'blue-depot' } });
  });

  test('lets all that it composes live as long as that namespace, however the claim itself ends', () => {
    const living = { object: { ...space.object, metadata: { ...space.object.metadata, uid: 'n-1' } } };
    const { resources } = answer({ observed: { space: living } }).desired ?? {};
    const ownersOf = (key: string) =>
      (resources?.[key]?.resource?.['metadata'] as { ownerReferences?: object[] } | undefined)?.ownerReferences;
    const home = { apiVersion: 'v1', kind: 'Namespace', name: 'blue-depot', uid: 'n-1' };
    expect(ownersOf('sticker')).toEqual([home]);
    expect(ownersOf('connection-secret')).toEqual([home]);
    expect(ownersOf('space')).toBe(undefined);
  });

  test('cannot be defined without a count of the claims in its namespace', () => {
    const blind = planner(api({ ...depot, status: object({}) }), () => ({ record: {} }));
    expect(() => target(blind, { resources: { space: main(Namespace) } }, () => ({}) as never)).toThrow(
      'the status of Depot needs `claims: claimsInside()`',
    );
  });

  test('has its Secret where the target says', () => {
    const { desired } = answer({ observed: { space } });
    expect(desired?.resources['connection-secret']?.resource?.['metadata']).toMatchObject({
      name: 'blue-depot',
      namespace: 'blue-depot',
    });
  });

  test('has no Secret where it has no key of one, and needs no place for it', () => {
    const stuck = { apiVersion: 'toys.example.org/v1', kind: 'Sticker', metadata: { name: 's' }, spec: { text: '' } };
    const observed = { space, sticker: { object: stuck } };
    const response = serving({ sticker: 'blue-depot', token: false })({ observed });
    expect(response.results).toEqual([]);
    expect(Object.keys(response.desired?.resources ?? {})).toEqual(['space', 'sticker']);
    expect(response.requirements).toBeUndefined();
    expect(response.desired?.composite?.resource?.['status']).not.toHaveProperty('connectionSecretRef');
    expect(response.conditions.at(-1)).toMatchObject({ reason: 'Available', message: 'Depot blue is ready.' });
  });

  const rows: { reason: string; places: Places; says: string }[] = [
    { reason: 'a namespaced object', places: { secret: 'x' }, says: 'sticker needs a namespace' },
    { reason: 'its Secret', places: { sticker: 'none' }, says: 'gives no secretNamespace' },
  ];
  test.each(rows)('has no namespace to lend: the target gives one for $reason', ({ places, says }) => {
    expect(serving(places)({ observed: { space } }).results[0]?.message).toContain(says);
  });
});

describe('names of a cluster-scoped claim that others have', () => {
  const labels = {
    'app.kubernetes.io/name': 'depot',
    'app.kubernetes.io/instance': 'blue',
    'app.kubernetes.io/managed-by': 'toys',
    'toys.example.org/team': 'green',
  };
  const crate = api({
    ...depot,
    recorded: object({ text: string('What is written on it.', { maxLength: 20 }) }),
    secret: {},
    spec: object({ team: optional(string('Whose it is.', { maxLength: 63 })) }),
  });
  const cratePlanner = planner(crate, ({ recorded }) => ({ record: { text: recorded.text ?? 'new' } }));
  /** The main resource is in a namespace that the target chooses, and the claim composes a namespace beside it. */
  const local = target(
    cratePlanner,
    {
      resources: { sticker: main(Sticker), space: Namespace },
      record: { recover: ({ sticker }) => ({ text: sticker?.spec.text }) },
    },
    ({ record }) => ({
      resources: { sticker: Sticker({ spec: { text: record.text } }, { namespace: 'shelf' }), space: Namespace({}) },
      secret: {},
      status: {},
    }),
  );
  const handler = dispatch({ crate: { planner: cratePlanner, targets: { local } } });
  const request = widgetRequest({ kind: 'Depot', name: 'blue', namespace: '', spec: { team: 'green' } });
  const spaceName = Object.values(handler(request).requirements?.resources ?? {}).find(
    ({ kind }) => kind === 'Namespace',
  )?.matchName as string;
  const found = (metadata: object, text = 'old') => ({
    apiVersion: 'toys.example.org/v1',
    kind: 'Sticker',
    metadata: { name: 'blue-depot', ...metadata },
    spec: { text },
  });

  test('a namespace of the claim’s name is left alone, with all that is in it', () => {
    const answer = serving({ sticker: 'blue-depot', secret: 'blue-depot' });
    const [blue, ours] = [{ name: 'blue-depot' }, { name: 'blue-depot', labels }].map((metadata) => ({
      'blue-depot': { apiVersion: 'v1', kind: 'Namespace', metadata },
    }));
    const { desired, conditions } = answer({ spec: { team: 'green' } }, blue);
    expect(desired?.resources).toEqual({});
    expect(conditions.at(-1)?.message).toContain('there is a Namespace blue-depot already');
    expect(answer({ spec: { team: 'red' } }, ours).desired?.resources).toEqual({});
    expect(Object.keys(answer({ spec: { team: 'green' } }, ours).desired?.resources ?? {})).toContain('space');
  });

  test('so is any other namespace that it would compose', () => {
    const foreign = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: spaceName } };
    const { desired, conditions } = settle(handler, request, { [spaceName]: foreign });
    expect(desired?.resources).toEqual({});
    expect(conditions.at(-1)?.message).toContain(`there is a Namespace ${spaceName} already`);
  });

  test.each([
    { reason: 'it is of this claim', metadata: { namespace: 'shelf', labels }, text: 'old' },
    { reason: 'it is in another namespace', metadata: { namespace: 'floor', labels }, text: 'new' },
  ])('a main resource in a namespace that the target chooses is looked up there: $reason', ({ metadata, text }) => {
    const { desired, results } = settle(handler, request, { 'blue-depot': found(metadata) });
    expect(results).toEqual([]);
    expect(desired?.resources['sticker']?.resource).toMatchObject({ metadata: { namespace: 'shelf' }, spec: { text } });
  });

  test('and refused if it is of somebody else', () => {
    const { desired } = settle(handler, request, { 'blue-depot': found({ namespace: 'shelf' }) });
    expect(desired?.resources).toEqual({});
  });
});

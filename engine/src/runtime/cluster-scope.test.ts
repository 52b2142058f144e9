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
    connectionSecret: connectionSecret(['token']),
  }),
  recorded: object({}),
  status: object({ claims: claimsInside() }),
  secret: ['token'],
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
  return (request: WidgetRequest = {}) =>
    settle(handler, widgetRequest({ kind: 'Depot', name: 'blue', namespace: '', ...request }));
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

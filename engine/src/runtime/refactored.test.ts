/** Refactoring without recreation: in whatever state a new release with other keys takes over, nothing is deleted, and nothing is made twice. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moved } from '../authoring/index.ts';
import { live } from '../testing/live.ts';
import { lives } from '../testing/lives.ts';
import type { Play } from '../testing/player.ts';
import { allMoved, renamedCloud, renamings } from '../testing/renamed-widget.ts';
import { SimulatedClaim } from '../testing/simulated-claim.ts';
import { functions, widget, widgetPlanner } from '../testing/widget.ts';
import { dev } from '../testing/widget-request.ts';
import { dispatch } from './index.ts';

const before = dispatch(functions);
const releaseWith = (refactored?: Parameters<typeof renamedCloud>[0]) =>
  dispatch({
    widget: { planner: widgetPlanner, targets: { ...functions.widget.targets, cloud: renamedCloud(refactored) } },
  });

const play: Play = ({ kind, metadata: { name } }, stage) => {
  const status = stage === 'ready' ? 'True' : 'False';
  const conditions = ['Synced', 'Ready'].map((type) => ({ type, status }));
  if (kind === 'Gear') return { status: { conditions, ...(stage === 'ready' && { address: '10.0.0.1', port: 80 }) } };
  if (kind !== 'Login') return {};
  const secrets = { [name ?? '']: { username: 'turner', password: 'squeaky-wheel' } };
  return { status: { conditions }, ...(stage === 'ready' && { secrets }) };
};

const claim = () =>
  new SimulatedClaim({
    handler: before,
    api: widget,
    play,
    target: 'cloud',
    environment: dev,
    spec: { stickers: { front: 'hello', back: 'bye' } },
    group: 'toys.example.org',
  });

/** The keys in the words of the new release, in order; two of them would be the same if something was made twice. */
const presentKeys = ({ objects }: SimulatedClaim) =>
  [...objects.keys()]
    .map((key) => key.replace(/^\w+(?=\.|$)/, (base) => renamings[base as keyof typeof renamings] ?? base))
    .toSorted();

const all = ['account', 'connection-secret', 'decal.back', 'decal.front', 'wheel'];

describe('moved', () => {
  const after = releaseWith();

  test('keeps every object, from any state and through any life', () => {
    fc.assert(
      fc.property(lives(), lives(), (life, { steps }) => {
        const living = claim();
        live(widget, living, life, { handler: after, steps });
        expect(presentKeys(living)).toEqual(all);
      }),
      { numRuns: 100 },
    );
  });

  test('keeps keys, names and every other byte of a claim that was ready', () => {
    const settled = claim();
    live(widget, settled, { from: 'settled', steps: [] });
    const objects = structuredClone([...settled.objects].toSorted());
    live(widget, settled, { from: 'settled', steps: [] }, { handler: after, steps: [] });
    expect([...settled.objects].toSorted()).toEqual(objects);
  });

  test.each(['gear', 'login', 'sticker.back', 'connection-secret'])(
    '%s comes back under its name if it is lost',
    (key) => {
      const living = claim();
      const names = () =>
        [...living.objects.values()].map(({ kind, metadata: { name } }) => `${kind} ${name}`).toSorted();
      live(widget, living, { from: 'settled', steps: [] });
      const before = names();
      living.objects.delete(key);
      live(widget, living, { from: 'nothing', steps: [] }, { handler: after, steps: [] });
      expect(names()).toEqual(before);
    },
  );

  test('means nothing to a new claim', () => {
    const fresh = claim();
    fresh.handler = after;
    live(widget, fresh, { from: 'nothing', steps: [] });
    expect([...fresh.objects.keys()].toSorted()).toEqual(all);
  });

  test('leads through a chain of releases', () => {
    const chain = [moved('cog', 'gear'), moved('sprocket', 'cog'), ...allMoved];
    const living = claim();
    live(widget, living, { from: 'settled', steps: [] }, { handler: releaseWith(chain), steps: [] });
    expect([...living.objects.keys()]).toContain('gear');
  });

  test('is followed by the release after it, and back again', () => {
    const living = claim();
    live(widget, living, { from: 'settled', steps: [] }, { handler: after, steps: [] });
    const keys = [...living.objects.keys()];
    live(widget, living, { from: 'settled', steps: [] }, { handler: before, steps: [] });
    expect([...living.objects.keys()]).toEqual(keys);
  });
});

test('there is no way back for a claim that was made since: the release before knows nothing of its keys', () => {
  const fresh = claim();
  fresh.handler = releaseWith();
  const back = () => live(widget, fresh, { from: 'settled', steps: [] }, { handler: before, steps: [] });
  expect(back).toThrow(
    'Gear orders-widget was composed under the key wheel, which this version of the platform does not declare',
  );
});

describe('without moved', () => {
  test.each([
    {
      what: 'gear',
      says: /Gear orders-widget was composed under the key gear, which/,
      reason: 'the main resource stops its claim',
    },
    { what: 'login', says: /^law 1: login existed and is no longer desired/, reason: 'a login is made anew' },
    { what: 'sticker', says: /^law 1: sticker\.\w+.* existed and is no longer desired/, reason: 'so are stickers' },
  ])('the same test sees what happens: $reason', ({ what, says }) => {
    const handler = releaseWith(allMoved.filter((one) => one.moved !== what));
    expect(() => live(widget, claim(), { from: 'settled', steps: [] }, { handler, steps: [] })).toThrow(says);
  });
});

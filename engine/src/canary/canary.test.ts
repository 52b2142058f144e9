/** Who follows a canary: the claims of a cluster that kubectl lists, and what is written into them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import type { Item } from '../install/kubectl.ts';
import { canary, type CanaryOptions } from './canary.ts';
import {
  claim,
  type ClaimChanges,
  definition,
  fakeChannels,
  group,
  revision,
  selecting,
} from './testing/fake-channels.ts';

const options: CanaryOptions = {
  usual: 'stable',
  canary: 'canary',
  group,
  dryRun: false,
  report: () => undefined,
};
const machinery = (isClaim = false) => {
  const kind = isClaim ? 'XWidget' : 'Widget';
  return [
    definition('Widget', 'widgets', isClaim),
    revision(kind, 'widgets', 'stable'),
    revision(kind, 'widgets', 'canary'),
  ];
};
const names = Array.from({ length: 40 }, (_, index) => `w${index}`);
const widgets = names.map((name) => claim(name));
const channelsOf = (objects: readonly Item[]) =>
  Object.fromEntries(
    objects.flatMap(({ metadata, spec }) => {
      const { crossplane } = spec as { crossplane?: Partial<ReturnType<typeof selecting>> };
      const channel = crossplane?.compositionRevisionSelector?.matchLabels['planesmith.dev/channel'];
      return channel === undefined ? [] : [[metadata.name, channel]];
    }),
  );
const movedNames = ({ moved }: Awaited<ReturnType<typeof canary>>) => moved.map(({ name }) => name);

describe('a percentage of claims', () => {
  it('follows the canary, more with each step, and nobody once it ends', async () => {
    const cluster = fakeChannels([...machinery(), ...widgets]);
    const following: string[][] = [];
    for (const percent of [10, 30, 100]) {
      await canary(cluster.kubectl, { ...options, percent });
      const channels = channelsOf(cluster.objects);
      following.push(names.filter((name) => channels[name] === 'canary'));
    }
    const [ten = [], thirty = [], all = []] = following;
    expect(ten.length).toBeGreaterThan(0);
    expect(thirty.length).toBeGreaterThan(ten.length);
    expect(thirty).toEqual(expect.arrayContaining(ten));
    expect(all).toEqual(names);
    await canary(cluster.kubectl, { ...options, percent: 0 });
    expect(new Set(Object.values(channelsOf(cluster.objects)))).toEqual(new Set(['stable']));
  });

  it('is written once: the second time nothing is patched', async () => {
    const cluster = fakeChannels([...machinery(), ...widgets]);
    const first = await canary(cluster.kubectl, { ...options, percent: 30 });
    const written = cluster.patches.length;
    expect(written).toBe(first.moved.length);
    const again = await canary(cluster.kubectl, { ...options, percent: 30 });
    expect(cluster.patches).toHaveLength(written);
    expect(again.moved).toEqual([]);
    expect(again.claims.filter(({ channel }) => channel === 'canary')).toHaveLength(written);
  });

  it('has the same claims whatever the order, and whichever others there are', async () => {
    const chosen = async (percent: number, items: readonly Item[]) =>
      movedNames(await canary(fakeChannels([...machinery(), ...items]).kubectl, { ...options, percent }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 100 }), fc.shuffledSubarray(widgets), async (percent, some) => {
        const [ofAll, ofSome] = [await chosen(percent, widgets), await chosen(percent, some)];
        expect(ofSome.toSorted()).toEqual(
          ofAll.filter((name) => some.some(({ metadata }) => metadata.name === name)).toSorted(),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('is only judged in a dry run', async () => {
    const cluster = fakeChannels([...machinery(), ...widgets]);
    const result = await canary(cluster.kubectl, { ...options, percent: 100, dryRun: true });
    expect(movedNames(result).toSorted()).toEqual(names.toSorted());
    expect(cluster.objects).toEqual([...machinery(), ...widgets]);
  });
});

it.each<{ reason: string; isClaim: boolean; changes?: ClaimChanges; patch: object }>([
  { reason: 'a namespaced XR', isClaim: false, patch: { spec: { crossplane: selecting('canary') } } },
  { reason: 'a claim', isClaim: true, patch: { spec: selecting('canary') } },
  {
    reason: 'a cluster-scoped XR',
    isClaim: false,
    changes: { namespace: '' },
    patch: { spec: { crossplane: selecting('canary') } },
  },
])('the selector of $reason is written by a manager that Flux leaves alone', async ({ isClaim, changes, patch }) => {
  const cluster = fakeChannels([...machinery(isClaim), claim('one', { ...changes, isClaim })]);
  await canary(cluster.kubectl, { ...options, percent: 100 });
  const place = changes?.namespace === '' ? [] : ['--namespace=team-a'];
  expect(cluster.patches).toEqual([
    [
      'patch',
      `widgets.${group}`,
      'one',
      ...place,
      '--type=merge',
      '--field-manager=planesmith',
      `--patch=${JSON.stringify(patch)}`,
    ],
  ]);
});

describe('a claim', () => {
  const pinned = { ...selecting('stable'), compositionUpdatePolicy: 'Manual', compositionRevisionRef: { name: 'r1' } };
  const more = {
    compositionRevisionSelector: {
      matchLabels: { ...selecting('stable').compositionRevisionSelector.matchLabels, a: 'b' },
    },
  };
  it.each<{ reason: string; changes: ClaimChanges; left?: string; percent?: number; channel?: string }>([
    {
      reason: 'is pinned to a revision',
      changes: { crossplane: pinned },
      left: 'its revision is pinned by compositionUpdatePolicy: Manual',
    },
    { reason: 'is in another channel', changes: { crossplane: selecting('beta') }, left: 'it is in the channel beta' },
    {
      reason: 'selects by more labels',
      changes: { crossplane: more },
      left: 'its compositionRevisionSelector names more than a channel',
    },
    {
      reason: 'is being deleted',
      changes: { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
      left: 'it is being deleted',
    },
    { reason: 'has no selector', changes: { crossplane: {} }, channel: 'canary' },
    { reason: 'has no selector, and is not chosen', changes: { crossplane: {} }, percent: 0, channel: 'stable' },
  ])('that $reason is left alone, or moved if nobody chose', async ({ changes, left, percent = 100, channel }) => {
    const cluster = fakeChannels([...machinery(), claim('one', changes)]);
    const result = await canary(cluster.kubectl, { ...options, percent });
    expect(cluster.patches).toHaveLength(left === undefined ? 1 : 0);
    expect(result.claims[0]?.left).toBe(left);
    if (channel !== undefined) expect(channelsOf(cluster.objects)).toEqual({ one: channel });
  });

  const owned = (uid: string) => ({ ownerReferences: [{ uid: 'someone' }, { uid, controller: true }] });
  const all = [
    ...machinery(),
    definition('Gadget', 'gadgets'),
    revision('Gadget', 'gadgets', 'stable'),
    revision('Gadget', 'gadgets', 'canary'),
  ];

  it('goes into the channel of the claim that it was composed for', async () => {
    const together = new Set<number>();
    for (const name of names.slice(0, 12)) {
      const gadget = claim(name, { kind: 'Gadget' });
      const part = claim('part', { uid: `part of ${name}`, metadata: owned(`uid of ${name}`) });
      const deeper = claim('deeper', { kind: 'Gadget', uid: 'deeper', metadata: owned(`part of ${name}`) });
      const moved = movedNames(
        await canary(fakeChannels([...all, part, gadget, deeper]).kubectl, { ...options, percent: 50 }),
      );
      together.add(moved.length);
    }
    expect([...together].toSorted()).toEqual([0, 3]);
  });

  it('goes with it in the flavour of claims, too, where an XR is between them', async () => {
    const behind = {
      spec: { claimRef: { kind: 'Gadget', namespace: 'team-a', name: 'one' } },
      namespace: '',
      isClaim: true,
    };
    const objects = [
      ...machinery(true),
      definition('Gadget', 'gadgets', true),
      revision('XGadget', 'gadgets', 'stable'),
      revision('XGadget', 'gadgets', 'canary'),
      claim('one', { kind: 'Gadget', isClaim: true }),
      claim('one-x7k2p', { ...behind, kind: 'XGadget', uid: 'uid of the XR' }),
      claim('part', { isClaim: true, metadata: owned('uid of the XR') }),
    ];
    const result = await canary(fakeChannels(objects).kubectl, { ...options, percent: 100, apis: ['gadget'] });
    expect(movedNames(result)).toEqual(['one', 'part']);
    expect(
      movedNames(await canary(fakeChannels(objects).kubectl, { ...options, percent: 100, apis: ['Widget'] })),
    ).toEqual([]);
  });

  it('is drawn once, although owners name each other', async () => {
    const circle = [claim('a', { metadata: owned('uid of b') }), claim('b', { metadata: owned('uid of a') })];
    expect(
      movedNames(await canary(fakeChannels([...machinery(), ...circle]).kubectl, { ...options, percent: 100 })),
    ).toEqual(['a', 'b']);
  });

  it.each([
    { scope: { namespaces: ['team-b'] }, moved: ['b'] },
    { scope: { apis: ['Gadget'] }, moved: ['g'] },
    { scope: { apis: ['Widget', 'Gadget'], namespaces: ['team-a'] }, moved: ['g', 'a'] },
    { scope: { namespaces: ['nowhere'] }, moved: [] },
  ])('is moved only within $scope', async ({ scope, moved }) => {
    const objects = [claim('a'), claim('b', { namespace: 'team-b' }), claim('g', { kind: 'Gadget' })];
    const result = await canary(fakeChannels([...all, ...objects]).kubectl, { ...options, ...scope, percent: 100 });
    expect(movedNames(result)).toEqual(moved);
  });
});

it('says without a percentage what each claim follows, and changes nothing', async () => {
  const crossplane = { ...selecting('canary'), compositionRevisionRef: { name: 'widgets-local-1a2b3c4' } };
  const cluster = fakeChannels([
    ...machinery(),
    { ...claim('one', { crossplane }), status: { platformVersion: '1.3.0-canary.1' } },
    claim('two'),
  ]);
  const { claims } = await canary(cluster.kubectl, options);
  expect(cluster.patches).toEqual([]);
  expect(claims).toEqual([
    {
      kind: 'Widget',
      namespace: 'team-a',
      name: 'one',
      channel: 'canary',
      revision: 'widgets-local-1a2b3c4',
      release: '1.3.0-canary.1',
    },
    { kind: 'Widget', namespace: 'team-a', name: 'two', channel: 'stable' },
  ]);
});

describe('nothing is changed', () => {
  const [xrd, stable, early] = machinery();
  it.each<{ reason: string; objects: readonly (Item | undefined)[]; more?: Partial<CanaryOptions>; says: string }>([
    {
      reason: 'the platform is not there',
      objects: [claim('one')],
      says: 'the cluster has no API of toys.example.org',
    },
    {
      reason: 'there is no such API',
      objects: [xrd, stable, early],
      more: { apis: ['Gizmo'] },
      says: 'the cluster has no API Gizmo',
    },
    {
      reason: 'no revision of the canary is installed, although it would have none of the claims',
      objects: [xrd, stable, ...widgets.slice(0, 1)],
      more: { percent: 1 },
      says: 'no revision of the channel canary is installed for Widget, so Widget team-a/w0 would find none',
    },
    {
      reason: 'its Composition has none, although another one has',
      objects: [
        xrd,
        stable,
        early,
        claim('one', { crossplane: { ...selecting('stable'), compositionRef: { name: 'widgets-cloud' } } }),
      ],
      says: 'no revision of the channel canary is installed for the Composition widgets-cloud',
    },
    {
      reason: 'a claim that goes back would find none',
      objects: [xrd, early, claim('one', { crossplane: selecting('canary') })],
      more: { percent: 0 },
      says: 'no revision of the channel stable is installed',
    },
  ])('if $reason', async ({ objects, more, says }) => {
    const cluster = fakeChannels(objects.filter((object) => object !== undefined));
    const moving = canary(cluster.kubectl, { ...options, percent: 100, ...more });
    await expect(moving).rejects.toThrow(UserError);
    await expect(moving).rejects.toThrow(says);
    expect(cluster.patches).toEqual([]);
  });

  it('if the cluster does not answer', async () => {
    const kubectl = async () => ({ code: 1, stdout: '', stderr: 'Unable to connect to the server: no route' });
    await expect(canary(kubectl, { ...options, percent: 10 })).rejects.toThrow(
      'the cluster does not list compositeresourcedefinitions.apiextensions.crossplane.io: Unable to connect to the server: no route',
    );
  });

  it('if rights lack, which is known after three refusals', async () => {
    const cluster = fakeChannels(
      [...machinery(), ...widgets],
      () => 'how a claim is answered is the platform’s choice',
    );
    const moving = canary(cluster.kubectl, { ...options, percent: 100 });
    await expect(moving).rejects.toThrow(
      'Widget team-a/w0 cannot be put into the channel canary: how a claim is answered is the platform’s choice',
    );
    expect(cluster.patches).toHaveLength(3);
  });
});

describe('a refusal', () => {
  const some = widgets.slice(0, 8);

  it('of one claim holds up no other one, and repeating goes on', async () => {
    let isBroken = true;
    const cluster = fakeChannels([...machinery(), ...some], (name) =>
      isBroken && name === 'w2' ? 'too large' : undefined,
    );
    const reported: string[] = [];
    const first = await canary(cluster.kubectl, {
      ...options,
      percent: 100,
      report: ({ name }) => reported.push(name),
    });
    expect(first).toMatchObject({
      refused: [{ name: 'w2', from: 'stable', to: 'canary', says: 'too large' }],
      untried: 0,
    });
    expect(reported).toEqual(movedNames(first));
    expect(reported).toHaveLength(7);
    isBroken = false;
    expect(movedNames(await canary(cluster.kubectl, { ...options, percent: 100 }))).toEqual(['w2']);
  });

  it('of three in a row ends it, and says how many are left', async () => {
    const cluster = fakeChannels([...machinery(), ...some], (name) => (name > 'w1' ? 'gone away' : undefined));
    const result = await canary(cluster.kubectl, { ...options, percent: 100 });
    expect([result.moved.length, result.refused.length, result.untried]).toEqual([2, 3, 3]);
  });
});

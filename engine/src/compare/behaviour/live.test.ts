import { describe, expect, it } from 'vitest';
import { asWritten, liveStates } from './live.ts';

const key = (name: string) => ({ 'crossplane.io/composition-resource-name': name });
const owned = (uid: string) => [{ apiVersion: 'x/v1', kind: 'X', name: 'x', uid, controller: true }];
const object = (name: string, uid: string, more: object = {}) => ({
  apiVersion: 'toys.example.org/v1',
  kind: 'Gear',
  metadata: { name, namespace: 'team-a', annotations: key(name), ownerReferences: owned(uid) },
  ...more,
});
const claim = {
  apiVersion: 'toys.example.org/v1alpha1',
  kind: 'Widget',
  metadata: { name: 'big', namespace: 'team-a' },
};

describe('the state of a claim in a dump', () => {
  it.each([
    {
      flavour: 'namespaced' as const,
      xr: { ...claim, apiVersion: 'toys.example.org/v1beta1', metadata: { ...claim.metadata, uid: 'u-1' } },
    },
    {
      flavour: 'claims' as const,
      xr: {
        ...claim,
        kind: 'XWidget',
        metadata: { name: 'big-x7f2k', uid: 'u-1' },
        spec: { claimRef: { kind: 'Widget', name: 'big', namespace: 'team-a' } },
      },
    },
  ])('is its XR with the objects that it controls, in the flavour $flavour', ({ xr, flavour }) => {
    const all = [object('shelf', 'u-1'), object('other', 'u-2'), xr, object('gear', 'u-1')];
    const state = liveStates(all, { name: 'live.yaml', flavour })(claim);
    expect(state?.xr).toEqual(xr);
    expect(state?.composed.map(({ metadata }) => metadata.name)).toEqual(['gear', 'shelf']);
    expect(
      liveStates(all, { name: 'live.yaml', flavour })({ ...claim, metadata: { ...claim.metadata, name: 'tall' } }),
    ).toBeUndefined();
  });

  const xr = { ...claim, metadata: { ...claim.metadata, uid: 'u-1' } };
  const refs = (...names: string[]) => names.map((name) => ({ apiVersion: 'toys.example.org/v1', kind: 'Gear', name }));
  const referring = { ...xr, spec: { crossplane: { resourceRefs: refs('gear', 'shelf') } } };
  const legacy = {
    ...claim,
    kind: 'XWidget',
    metadata: { name: 'big-x7f2k', uid: 'u-1' },
    spec: { claimRef: { kind: 'Widget', name: 'big', namespace: 'team-a' }, resourceRefs: refs('gear') },
  };
  const ownerless = { ...object('gear', 'u-1'), metadata: { name: 'gear', namespace: 'team-a' } };

  it.each([
    { reason: 'it has no UID', objects: [claim, object('gear', 'u-1')], says: 'Widget team-a/big has no metadata.uid' },
    {
      reason: 'objects of it were not dumped',
      objects: [referring],
      says: 'Widget team-a/big refers to Gear gear and 1 more, which the dump lacks or has without its owner',
    },
    {
      reason: 'an object of it has lost its owner',
      objects: [referring, object('shelf', 'u-1'), ownerless],
      says: 'Widget team-a/big refers to Gear gear, which the dump lacks or has without its owner',
    },
    {
      reason: 'an object of an XR behind a claim was not dumped',
      flavour: 'claims' as const,
      objects: [legacy],
      says: 'XWidget big-x7f2k refers to Gear gear, which the dump lacks or has without its owner',
    },
    {
      reason: 'only the claim was dumped, not its XR',
      flavour: 'claims' as const,
      objects: [xr],
      says: 'Widget team-a/big is there without its XR',
    },
    {
      reason: 'it is an XR, and a claim is asked for',
      flavour: 'claims' as const,
      objects: [referring],
      says: 'Widget team-a/big is no claim but an XR',
    },
    {
      reason: 'it is the XR of a claim, and none is asked for',
      objects: [legacy, xr],
      says: 'XWidget big-x7f2k is the XR of a claim',
    },
  ])('is refused if $reason', ({ objects, flavour, says }) => {
    const dump = { name: 'live.yaml', flavour: flavour ?? ('namespaced' as const) };
    expect(() => liveStates(objects, dump)(claim)).toThrow(`live.yaml: ${says}`);
  });

  it('is refused for no claim that nobody asks about', () => {
    const other = { ...claim, metadata: { name: 'other', namespace: 'team-b' } };
    expect(liveStates([xr, other], { name: 'live.yaml', flavour: 'namespaced' })(claim)?.xr).toEqual(xr);
  });

  it.each([null, 7, 'x', [1], { claimRef: null }, { claimRef: { name: 7 } }, { crossplane: 3, resourceRefs: [null] }])(
    'is read from an XR with the spec %j',
    (spec) => {
      const odd = { ...xr, spec } as typeof xr;
      expect(liveStates([odd], { name: 'live.yaml', flavour: 'namespaced' })(claim)?.xr).toEqual(odd);
    },
  );

  it('counts as far as the new release writes it', () => {
    const settled = (composed: ReturnType<typeof object>[], unready: string[] = []) => ({
      claim: 'team-a/big',
      kind: 'Widget',
      target: 'local',
      environment: 'local',
      outcome: { xr: claim, composed, unready },
    });
    const live = settled([
      object('gear', 'u-1', { spec: { teeth: 10, filled: 1, parts: [{ name: 'a', size: 1 }] }, status: { up: true } }),
      object('gone', 'u-1', { spec: { teeth: 10 } }),
    ]);
    const now = settled(
      [object('gear', 'u-1', { spec: { teeth: 7, added: 1, filled: undefined, parts: [{ name: 'b' }] } })],
      ['gear'],
    );
    expect(asWritten(live, now).outcome).toEqual({
      xr: claim,
      composed: [
        object('gear', 'u-1', { spec: { teeth: 10, parts: [{ name: 'a' }] } }),
        object('gone', 'u-1', { spec: { teeth: 10 } }),
      ],
      unready: ['gear'],
    });
  });

  it('counts with all keys of a Secret, since nobody but its function writes them', () => {
    const secret = (data: object) => ({ ...object('secret', 'u-1', { data }), apiVersion: 'v1', kind: 'Secret' });
    const settled = (composed: readonly ReturnType<typeof object>[]) => ({
      claim: 'team-a/big',
      kind: 'Widget',
      target: 'local',
      environment: 'local',
      outcome: { xr: claim, composed, unready: [] },
    });
    const live = settled([secret({ host: 'aA==', port: 'MQ==' })]);
    expect(asWritten(live, settled([secret({ host: 'aA==' })])).outcome).toEqual(live.outcome);
  });
});

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
      flavour: 'namespaced',
      xr: { ...claim, apiVersion: 'toys.example.org/v1beta1', metadata: { ...claim.metadata, uid: 'u-1' } },
    },
    {
      flavour: 'claims',
      xr: {
        ...claim,
        kind: 'XWidget',
        metadata: { name: 'big-x7f2k', uid: 'u-1' },
        spec: { claimRef: { kind: 'Widget', name: 'big', namespace: 'team-a' } },
      },
    },
  ])('is its XR with the objects that it controls, in the flavour $flavour', ({ xr }) => {
    const all = [object('shelf', 'u-1'), object('other', 'u-2'), xr, object('gear', 'u-1')];
    const state = liveStates(all)(claim);
    expect(state?.xr).toEqual(xr);
    expect(state?.composed.map(({ metadata }) => metadata.name)).toEqual(['gear', 'shelf']);
    expect(liveStates(all)({ ...claim, metadata: { ...claim.metadata, name: 'tall' } })).toBeUndefined();
  });

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
    const now = settled([object('gear', 'u-1', { spec: { teeth: 7, added: 1, parts: [{ name: 'b' }] } })], ['gear']);
    expect(asWritten(live, now).outcome).toEqual({
      xr: claim,
      composed: [
        object('gear', 'u-1', { spec: { teeth: 10, parts: [{ name: 'a' }] } }),
        object('gone', 'u-1', { spec: { teeth: 10 } }),
      ],
      unready: ['gear'],
    });
  });
});

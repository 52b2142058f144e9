/** Both flavours of a platform compose the same resources; a claim's XR differs from a namespaced XR only in known fields. */
import type { Flavour } from 'planesmith/schema';
import { xrdFlavour } from 'planesmith/synth';
import { type KubernetesObject, type Rendered, toXr } from 'planesmith/testing';
import { expect, test } from 'vitest';
import { example } from '../cases/claims.ts';
import { apiOf } from '../cases/platform.ts';
import { renderSituation, situationOf, type State } from '../cases/situation.ts';
import { cells, type Loose, usualEnvironment } from '../fixtures.ts';

const states: readonly State[] = ['new', 'ready'];

/** The conditions that Crossplane itself writes on an XR; it copies all others to the claim. */
const ofCrossplane = new Set(['Synced', 'Ready', 'Responsive']);

/** Sorts the references without their namespace. Crossplane sorts by all fields, and only those of a namespaced XR have no namespace. */
function withSortedReferences({ xr, composed }: Loose): Loose {
  const text = (reference: Loose) => JSON.stringify(Object.entries(reference).toSorted());
  const resourceRefs = xr.spec.resourceRefs?.toSorted((a: Loose, b: Loose) => (text(a) < text(b) ? -1 : 1));
  return { xr: { ...xr, spec: { ...xr.spec, ...(resourceRefs && { resourceRefs }) } }, composed };
}

/** The namespaced render of a claim, changed into the claims flavour. The XR behind a claim has its own UID. */
function behindClaim({ xr, composed }: Rendered, claim: KubernetesObject, uid: unknown): Loose {
  const { kind, metadata } = toXr(apiOf(claim), claim, 'claims');
  const { name, labels } = metadata;
  const { namespace } = xr.metadata;
  const { resourceRefs } = (xr['spec'] as Loose)['crossplane'] as { resourceRefs: readonly object[] };
  const { status } = xr as Loose;
  const types = (status.conditions as Loose[]).map(({ type }) => type).filter((type) => !ofCrossplane.has(type));
  return {
    xr: {
      ...xr,
      kind,
      metadata: { name },
      spec: { resourceRefs: resourceRefs.map((reference) => ({ ...reference, namespace })) },
      status: { ...status, claimConditionTypes: types },
    },
    composed: composed.map(({ metadata: { ownerReferences, ...rest }, ...object }: Loose) => ({
      ...object,
      metadata: {
        ...rest,
        labels: { ...rest.labels, ...labels, 'crossplane.io/composite': name },
        ownerReferences: ownerReferences.map((owner: Loose) => ({ ...owner, kind, name, uid })),
      },
    })),
  };
}

test.each(cells.flatMap((cell) => states.map((state) => ({ ...cell, state }))))(
  'a $state $kind on $target is composed alike in both flavours',
  async ({ key, api, target, state }) => {
    const claim = example(`${key}.yaml`);
    const renderIn = async (flavour: Flavour) =>
      renderSituation(await situationOf({ claim, target, environment: usualEnvironment(target), flavour, state }));
    const namespaced = await renderIn('namespaced');
    const { xr, composed } = await renderIn('claims');
    const [owner] = composed.flatMap(({ metadata }) => (metadata as Loose)['ownerReferences'] as Loose[]);
    const hasClaim = xrdFlavour(api, 'claims') === 'claims';
    const [other] = namespaced.composed.flatMap(({ metadata }) => (metadata as Loose)['ownerReferences'] as Loose[]);
    if (owner !== undefined) expect(owner['uid'] === other?.['uid']).toBe(!hasClaim);
    const expected = hasClaim ? behindClaim(namespaced, claim, owner?.['uid']) : namespaced;
    expect(withSortedReferences({ xr, composed })).toEqual(withSortedReferences(expected));
  },
);

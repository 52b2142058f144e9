/** The kinds whose health a GitOps controller must know. */
import { xrdFlavour } from '../../schema/flavour.ts';
import { type AnyApi, type Flavour, xrKind } from '../../schema/index.ts';

/** A kind, as a GitOps controller names it. */
export interface HealthKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The part of a platform that names its kinds. */
export interface KindsOfPlatform {
  readonly group: string;
  readonly apis: Readonly<Record<string, AnyApi>>;
}

/**
 * The kinds of a platform in a flavour, sorted by kind. In the flavour `claims` the XR behind each API is one too: Crossplane copies the tracking
 * annotation of Argo CD from a claim to its XR.
 */
export function healthKinds({ group, apis }: KindsOfPlatform, flavour: Flavour): readonly HealthKind[] {
  return Object.values(apis)
    .flatMap((api) =>
      [...new Set([api.kind, xrKind(api, xrdFlavour(api, flavour))])].map((kind) => [kind, api] as const),
    )
    .map(([kind, { version }]) => ({ group, version, kind }))
    .toSorted((one, other) => (one.kind < other.kind ? -1 : 1));
}

/** The packages of Crossplane that a platform ships or needs. Argo CD's own health of them is wrong (docs/health.md). */
export const packageKinds: readonly HealthKind[] = ['Configuration', 'Function', 'Provider'].map((kind) => ({
  group: 'pkg.crossplane.io',
  version: 'v1',
  kind,
}));

/** Whether a kind is one of Crossplane's packages. */
export function isPackage({ group }: HealthKind): boolean {
  return group === packageKinds[0]?.group;
}

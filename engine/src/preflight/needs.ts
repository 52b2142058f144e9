/** What a platform needs of the cluster that serves one of its targets. */
import type { Lock } from '../lock/index.ts';
import type { Schema } from '../schema/index.ts';
import { groupOf } from '../schema/kind-name.ts';

/** A kind in one version. */
export interface NeededKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The needs on one target. */
export interface ClusterNeeds {
  /** The name of the platform, and so of its EnvironmentConfig. */
  readonly platform: string;
  /** Its API group. */
  readonly group: string;
  readonly target: string;
  /** A constraint, such as `>=v2.4.0`. */
  readonly crossplane: string;
  /** The ServiceAccount that the platform is built for, `<namespace>/<name>`. */
  readonly crossplaneAccount: string;
  /** Host and path of its packages. */
  readonly registry: string;
  /** Every kind that its functions compose on the target. */
  readonly kinds: readonly NeededKind[];
  /** Whether one of them keeps data in volumes of the cluster. */
  readonly volumes: boolean;
  /** The kinds that the platform adds to the install bundle of the target. */
  readonly bundled: readonly NeededKind[];
  readonly lock: Pick<Lock, 'providers' | 'operators' | 'charts'>;
  /** The schema of the environment's data, and the sections that the target needs. */
  readonly environment: { readonly schema: Schema; readonly sections: readonly string[] };
}

/** The kinds that somebody must install: not those of Kubernetes, of Crossplane or of the platform itself. */
export function installedKinds({
  kinds,
  bundled,
  group: own,
}: Pick<ClusterNeeds, 'kinds' | 'bundled' | 'group'>): readonly NeededKind[] {
  const isComposed = ({ apiVersion, kind }: NeededKind) =>
    kinds.some((other) => other.apiVersion === apiVersion && other.kind === kind);
  return [...kinds, ...bundled.filter((kind) => !isComposed(kind))].filter(({ apiVersion }) => {
    const group = groupOf(apiVersion);
    const comesWithCluster = !group.includes('.') || /^(?!snapshot\.|gateway\.)[^.]+(\.[^.]+)?\.k8s\.io$/.test(group);
    return !comesWithCluster && group !== own && !/^(apiextensions|pkg|protection|ops)\.crossplane\.io$/.test(group);
  });
}

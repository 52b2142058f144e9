/** The packages of an install bundle: the platform's Configurations, and the Providers behind the kinds that claims become. */
import { ApiObject, type Chart } from 'cdk8s';
import { emptyLock, type Lock, neededOf, type Pin, pinText } from '../lock/index.ts';
import { groupOf } from '../schema/kind-name.ts';
import type { ComposedKind } from './composed-kinds.ts';

/** A package of this build, by the address and the digest under which it is published. */
export interface PublishedPackage {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** The pins of the Providers that bring some of the kinds, with those of their families; none without a lock. */
export function providerPins(
  lock: Lock | undefined,
  kinds: readonly Pick<ComposedKind, 'apiVersion'>[],
): readonly Pin[] {
  const groups = kinds.map(({ apiVersion }) => groupOf(apiVersion));
  return neededOf(lock ?? emptyLock, { groups, functions: [], references: [], offered: [] }).providers;
}

/**
 * Adds a Provider for each pin. Crossplane is not to look at their dependencies: a family that is installed by digest fulfils no range of
 * versions, and the bundle has the family anyway.
 */
export function providers(chart: Chart, platform: string, pins: readonly Pin[]): void {
  for (const pin of pins) {
    new ApiObject(chart, pin.name, {
      apiVersion: 'pkg.crossplane.io/v1',
      kind: 'Provider',
      metadata: { name: pin.name, labels: ofPlatform(platform) },
      spec: { package: pinText(pin), skipDependencyResolution: true },
    });
  }
}

/** Adds a policy that activates the managed resources among the kinds, and no others of the same Providers; nothing if there are none. */
export function activation(
  chart: Chart,
  name: string,
  pins: readonly Pin[],
  kinds: readonly Pick<ComposedKind, 'apiVersion' | 'plural'>[],
): void {
  const groups = new Set(pins.flatMap((pin) => pin.groups ?? []));
  const activate = kinds
    // What holds credentials is no managed resource, and is always served.
    .filter((kind) => groups.has(groupOf(kind.apiVersion)) && !kind.plural.endsWith('providerconfigs'))
    .map((kind) => `${kind.plural}.${groupOf(kind.apiVersion)}`);
  if (activate.length === 0) return;
  new ApiObject(chart, 'activation', {
    apiVersion: 'apiextensions.crossplane.io/v1alpha1',
    kind: 'ManagedResourceActivationPolicy',
    metadata: { name },
    spec: { activate: [...new Set(activate)].sort() },
  });
}

/** Adds a Configuration for each package, by tag and digest. Its own dependency is the Function alone. */
export function configurations(
  chart: Chart,
  { name: platform, registry }: { readonly name: string; readonly registry: string },
  packages: readonly PublishedPackage[],
): void {
  for (const { name, tag, digest } of packages) {
    new ApiObject(chart, name, {
      apiVersion: 'pkg.crossplane.io/v1',
      kind: 'Configuration',
      metadata: { name, labels: ofPlatform(platform) },
      spec: { package: `${registry}/${name}:${tag}@${digest}` },
    });
  }
}

const ofPlatform = (platform: string) => ({ 'planesmith.dev/platform': platform });

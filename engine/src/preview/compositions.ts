/** The Composition by which claims are rendered. */
import type { Package } from '../platform/package.ts';
import type { Platform } from '../platform/platform.ts';
import { flavours, type Flavour } from '../schema/index.ts';
import { compositionName } from '../schema/flavour.ts';
import type { KubernetesObject } from '../synth/kubernetes-object.ts';

/** An API in a cluster with a package of these targets. */
export interface ServedApi {
  readonly key: string;
  readonly targets: readonly string[];
  readonly flavour: Flavour;
}

/** The Composition that new claims of the API get; undefined if the API has none of the targets. */
export async function compositionFor(platform: Platform, served: ServedApi): Promise<KubernetesObject | undefined> {
  const { key, targets, flavour } = served;
  if (platform.synthesised !== undefined) return platform.synthesised[nameOf(served)];
  const api = platform.apis[key];
  const first = targets.find((target) => api?.targets.includes(target));
  if (api === undefined || first === undefined) return undefined;
  // A kit has all Compositions, and no cdk8s.
  const { synthesise } = await import('../synth/synthesise.ts');
  const { objects } = await synthesise(platform, { name: 'render', apis: [key], targets, flavour });
  return objects.find(({ metadata }) => metadata.name === compositionName(api, first));
}

/** Every Composition by which claims of the platform can be rendered, for `synthesised` of the same platform in a kit. */
export async function allCompositions(platform: Platform): Promise<Readonly<Record<string, KubernetesObject>>> {
  const all = Object.entries(platform.apis).flatMap(([key, api]) =>
    [defaultTargets(platform.packages, key), ...api.targets.map((target) => [target])].flatMap((targets) =>
      flavours.map((flavour): ServedApi => ({ key, targets, flavour })),
    ),
  );
  const found = new Map<string, KubernetesObject>();
  for (const served of all) {
    const composition = found.has(nameOf(served)) ? undefined : await compositionFor(platform, served);
    if (composition !== undefined) found.set(nameOf(served), composition);
  }
  return Object.fromEntries(found);
}

/** The targets of the first package that has the API. */
export function defaultTargets(packages: readonly Package[], key: string): readonly string[] {
  return packages.find(({ apis }) => apis.includes(key))?.targets ?? [];
}

function nameOf({ key, targets, flavour }: ServedApi): string {
  return `${key} ${targets.join(',')} ${flavour}`;
}

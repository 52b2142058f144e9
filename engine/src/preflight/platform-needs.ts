/** What a platform needs of a cluster, read from its definition, its functions and its lock. */
import { modelOf } from '../authoring/declaration.ts';
import { environmentOf } from '../authoring/functions.ts';
import type { AnyFunctions } from '../authoring/index.ts';
import { UserError } from '../errors.ts';
import { emptyLock, type Lock } from '../lock/index.ts';
import type { Platform } from '../platform/platform.ts';
import { loading } from '../platform/loading.ts';
import { composedKinds } from '../release/composed-kinds.ts';
import { addedCharts } from '../release/install.ts';
import { nearest } from '../schema/index.ts';
import type { ClusterNeeds, NeededKind } from './needs.ts';

/** Crossplane's own chart installs it so. */
const usualAccount = 'crossplane-system/crossplane';

/** The needs on one target; by default the first one of the first package. Throws a `UserError` for a target that no package has. */
export async function clusterNeeds(
  platform: Platform,
  lock: Lock | undefined,
  asked: string | undefined,
): Promise<ClusterNeeds> {
  const targets = [...new Set(platform.packages.flatMap((pkg) => pkg.targets))];
  const target = asked ?? targets[0];
  if (target === undefined || !targets.includes(target)) {
    const meant = nearest(asked ?? '', targets);
    throw new UserError(`no package has the target ${asked}${meant === undefined ? '' : `, did you mean ${meant}?`}`, {
      hint: `the targets are ${targets.join(', ')}`,
    });
  }
  const functions = await platform.loadFunctions();
  const sections = Object.values(functions).flatMap(({ planner, targets: all }) => [
    ...(all[target] === undefined ? [] : planner.sections),
    ...(all[target]?.sections.needed ?? []),
  ]);
  return {
    platform: platform.name,
    group: platform.group,
    target,
    crossplane: platform.crossplane,
    crossplaneAccount: platform.crossplaneAccount ?? usualAccount,
    registry: platform.registry,
    kinds: composedKinds(functions, target).map(({ apiVersion, kind }) => ({ apiVersion, kind })),
    volumes: Object.values(functions).some(({ targets: all }) =>
      Object.values(all[target]?.resources ?? {}).some((declared) => modelOf(declared).volumes),
    ),
    bundled: await bundledKinds(platform, { target, functions }),
    lock: lock ?? emptyLock,
    environment: { schema: environmentOf(functions), sections: [...new Set(sections)].toSorted() },
  };
}

/** The kinds of the objects that the platform's own charts add to the install bundle, each once. */
async function bundledKinds(
  platform: Platform,
  { target, functions }: { readonly target: string; readonly functions: AnyFunctions },
): Promise<readonly NeededKind[]> {
  const install = await platform.loadInstall();
  const charts = addedCharts(platform, { target, functions, install }).map(({ name, objects }) =>
    loading(`the chart ${name} of install.${target}`, async () => objects()),
  );
  const kinds = (await Promise.all(charts)).flat().filter(isNeeded);
  return [...new Map(kinds.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }])).values()];
}

function isNeeded(object: object): object is NeededKind {
  return (
    'apiVersion' in object &&
    typeof object.apiVersion === 'string' &&
    'kind' in object &&
    typeof object.kind === 'string'
  );
}

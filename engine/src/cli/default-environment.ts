/** Chooses the environment for commands that are told none. */
import { sectionAt } from '../authoring/sections.ts';
import { defaultTargets } from '../preview/compositions.ts';
import type { Platform } from '../platform/platform.ts';
import { environmentFile, environmentsOf } from './environments.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment } from './read-claims.ts';

/**
 * The file of the first environment that has all sections which APIs need on this target. Without a target, that is the first of each API.
 * `local` comes before the others, and stands if none fits. Throws a `UserError` if there is none at all.
 */
export async function defaultEnvironment(loaded: LoadedPlatform, target?: string): Promise<string> {
  const needed = await neededSections(loaded.platform, target);
  const isLocal = ({ name }: { readonly name: string }) => Number(name === 'local');
  const inOrder = environmentsOf(loaded).toSorted((one, other) => isLocal(other) - isLocal(one));
  const fitting = inOrder.find(({ file }) => {
    const data = Object(readEnvironment(file, loaded)['data']) as object;
    return needed.every((section) => sectionAt(data, section) !== undefined);
  });
  return fitting?.file ?? environmentFile(undefined, loaded);
}

async function neededSections({ apis, packages, loadFunctions }: Platform, target?: string): Promise<string[]> {
  const functions = await loadFunctions();
  return Object.entries(apis).flatMap(([key, api]) => {
    const targets = target === undefined ? defaultTargets(packages, key) : [target];
    const first = targets.find((name) => api.targets.includes(name));
    const { planner, targets: known = {} } = functions[key] ?? {};
    const sections = first === undefined ? undefined : known[first]?.sections.needed;
    return sections === undefined ? [] : [...(planner?.sections ?? []), ...sections];
  });
}

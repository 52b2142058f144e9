/** Chooses the environment for commands that are told none. */
import { sectionAt } from '../authoring/sections.ts';
import { defaultTargets } from '../preview/compositions.ts';
import type { Platform } from '../platform/platform.ts';
import { environmentFile, environmentsOf } from './environments.ts';
import type { LoadedPlatform } from './load-platform.ts';
import { readEnvironment } from './read-claims.ts';

/**
 * The file of the first environment that has all sections which APIs need on this target. Without a target, that is the one where new claims of
 * each API go. `local` comes before the others, and stands if none fits. Throws a `UserError` if there is none at all.
 */
export async function defaultEnvironment(loaded: LoadedPlatform, target?: string): Promise<string> {
  const needed = await neededSections(loaded.platform, target);
  const isLocal = ({ name }: { readonly name: string }) => Number(name === 'local');
  const inOrder = environmentsOf(loaded).toSorted((one, other) => isLocal(other) - isLocal(one));
  const fitting = inOrder.find(({ file }) => {
    const data = Object(readEnvironment(file, loaded)['data']) as EnvironmentData;
    return needed(data).every((section) => sectionAt(data, section) !== undefined);
  });
  return fitting?.file ?? environmentFile(undefined, loaded);
}

/** The data of an EnvironmentConfig, as far as it says where new claims go (schema/vocabulary.ts). */
interface EnvironmentData {
  readonly targets?: Readonly<Record<string, unknown>> | null;
}

/** The sections that APIs need in an environment with these data. */
async function neededSections(
  { apis, packages, loadFunctions }: Platform,
  given?: string,
): Promise<(data: EnvironmentData) => readonly string[]> {
  const functions = await loadFunctions();
  return ({ targets: chosen }) =>
    Object.entries(apis).flatMap(([key, api]) => {
      const possible = (given === undefined ? defaultTargets(packages, key) : [given]).filter((name) =>
        api.targets.includes(name),
      );
      const { [api.plural]: wanted = chosen?.['default'] } = chosen ?? {};
      const target = possible.find((name) => name === wanted) ?? possible[0];
      const { planner, targets: known = {} } = functions[key] ?? {};
      const sections = target === undefined ? undefined : known[target]?.sections.needed;
      return sections === undefined ? [] : [...(planner?.sections ?? []), ...sections];
    });
}

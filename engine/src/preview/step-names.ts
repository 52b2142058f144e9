/** The steps that the Compositions of a platform have besides its own. */
import type { Platform } from '../platform/platform.ts';
import { isOwn, stepsOf } from '../render/index.ts';
import { synthesise } from '../synth/synthesise.ts';

/** Their names, in the order in which they are met. */
export async function stepNames(platform: Platform): Promise<readonly string[]> {
  const names = new Set<string>();
  const targets = [...new Set(Object.values(platform.apis).flatMap((api) => [...api.targets]))];
  const pkg = { name: 'steps', apis: Object.keys(platform.apis), targets, flavour: 'namespaced' } as const;
  const { objects } = await synthesise(platform, pkg);
  for (const composition of objects.filter(({ kind }) => kind === 'Composition')) {
    for (const step of stepsOf(composition)) if (!isOwn(step)) names.add(step.step);
  }
  return [...names];
}

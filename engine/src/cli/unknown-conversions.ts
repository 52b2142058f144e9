/** Says what a comparison leaves out if the release that takes over cannot say whether it converts claims. */
import type { AboutRelease } from '../compare/behaviour/about.ts';
import { tell } from './session.ts';

/** Says so on stderr, if the kit `name` was built before APIs could convert claims. */
export function tellUnknownConversions(name: string, { converts }: Pick<AboutRelease, 'converts'>): void {
  if (converts !== undefined) return;
  tell(`${name} was built before APIs could convert claims, so nothing is said of claims that it would convert`);
}

/** Whether a command runs in a kit, whose program has no rights. */
import type { Platform } from '../platform/platform.ts';

/** A kit brings its Compositions along, since it has nothing that synthesises them. */
export function isKit({ synthesised }: Platform): boolean {
  return synthesised !== undefined;
}

/** Reads the base of a Function image: a pinned image, a folder, or for local use the libraries of this machine. */
import type { Base, BaseNeed, BaseSource } from './base.ts';
import { readDirectory } from './directory.ts';
import { hostLibraries } from './host.ts';
import { readLayout } from './layout.ts';

/** The base for the program; throws a `UserError` if it is missing, has another digest, or lacks a library. */
export async function readBase(source: BaseSource | undefined, need: BaseNeed): Promise<Base> {
  if (source === undefined) return hostLibraries(need);
  return 'layout' in source ? readLayout(source, need) : readDirectory(source.directory, need);
}

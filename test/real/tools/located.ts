/** The result of a search for a program. */
import { accessSync, constants, statSync } from 'node:fs';

/** A ready program, or one sentence that says what is missing and how to get it. */
export type Located = { path: string } | { missing: string };

/** Returns whether this file can be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

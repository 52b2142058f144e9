/** Collects what `planesmith verify` finds, so that all is reported at once. */
import type { Issue } from '../../errors.ts';
import { shown } from '../../xpkg/verify/json.ts';

/** One mismatch. */
export interface Finding {
  /** The file, relative to what is verified; a folder if all of it is missing. */
  readonly file: string;
  /** The place in the file: a member of an archive, or a field. */
  readonly path?: string;
  /** Completes a sentence that begins with the place. */
  readonly message: string;
}

/** The findings so far, each once. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #files = new Set<string>();

  /** Sorted by file, in the order of discovery for each. */
  get list(): Finding[] {
    return [...this.#found.values()].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  }

  /** Whether there is one about the file. */
  concerns(file: string): boolean {
    return this.#files.has(file);
  }

  /** Adds a finding unless `isFine`, and returns `isFine`. */
  expect(isFine: boolean, file: string, message: string, path?: string): boolean {
    const finding = { file, ...(path !== undefined && path !== '' && { path }), message };
    if (isFine) return true;
    this.#files.add(file);
    this.#found.set([file, path, message].join('\n'), finding);
    return false;
  }

  /** Adds a finding if what the file says at `path` is not what `place` holds. */
  agree(file: string, path: string, stated: unknown, actual: unknown, place: string): void {
    const isSame = JSON.stringify(stated) === JSON.stringify(actual);
    this.expect(isSame, file, `says ${shown(stated)}, but ${place} says ${shown(actual)}`, path);
  }

  /** Adds the issues of the files in a folder. */
  addBelow(folder: string, issues: readonly Issue[]): void {
    for (const { path, message } of issues) this.expect(false, path === '' ? folder : `${folder}/${path}`, message);
  }

  /** Adds the issues of the members of an archive. */
  addIn(file: string, issues: readonly Issue[]): void {
    for (const { path, message } of issues) this.expect(false, file, message, path);
  }

  /** The result of `read`; undefined, with a finding, if it throws. */
  async attempt<T>(file: string, message: string, read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.expect(false, file, `${message}: ${(error as Error).message}`);
      return undefined;
    }
  }
}

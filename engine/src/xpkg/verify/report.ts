/** Collects the problems of a package, so that all are reported at once. */
import type { Issue } from '../../errors.ts';
import { digestOf, isDigest } from '../digest.ts';

/** The problems found so far; `path` is that of a file in the layout or archive. */
export class Report {
  readonly #issues = new Map<string, Issue>();

  /** Every problem once, although images of one package share blobs. */
  get issues(): Issue[] {
    return [...this.#issues.values()];
  }

  /** Reports the problem if `isFine` is false, and returns `isFine`. */
  expect(isFine: boolean, path: string, message: string): boolean {
    if (!isFine) this.#issues.set(`${path}\n${message}`, { path, message });
    return isFine;
  }

  /** The value of `read`; undefined, with a reported problem, if it throws. */
  async attempt<T>(path: string, message: string, read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.expect(false, path, `${message}: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** The JSON object or list in these bytes; undefined, with a reported problem, if there is none. */
  async json<T extends object>(path: string, bytes: Uint8Array | undefined): Promise<T | undefined> {
    if (bytes === undefined) {
      this.expect(false, path, 'is missing');
      return undefined;
    }
    const value = await this.attempt(path, 'is not JSON', () => JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
    if (value === undefined) return undefined;
    return this.expect(typeof value === 'object' && value !== null, path, 'is not a JSON object') ? value : undefined;
  }

  /** Reports a problem if the bytes do not have the digest in their name. */
  digest(path: string, bytes: Uint8Array, digest: unknown): void {
    if (!this.expect(isDigest(digest), path, `is named by ${JSON.stringify(digest)}, which is not a sha256 digest`))
      return;
    const actual = digestOf(bytes);
    this.expect(actual === digest, path, `holds bytes with digest ${actual}, not ${String(digest)}`);
  }
}

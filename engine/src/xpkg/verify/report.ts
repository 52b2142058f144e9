/** Collects what is wrong with a package, so that everything is reported at once. */
import type { Issue } from '../../errors.ts';
import { digestOf, isDigest } from '../digest.ts';

/** Problems found so far; `path` is that of a file in the layout or archive. */
export class Report {
  readonly #issues = new Map<string, Issue>();

  /** Each problem once: images of one package share blobs. */
  get issues(): Issue[] {
    return [...this.#issues.values()];
  }

  /** Notes the problem where `fine` is false, and returns `fine`. */
  expect(fine: boolean, path: string, message: string): boolean {
    if (!fine) this.#issues.set(`${path}\n${message}`, { path, message });
    return fine;
  }

  /** The value that `read` gives, or undefined with a problem noted where it throws. */
  async attempt<T>(path: string, message: string, read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.expect(false, path, `${message}: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** The JSON object or list in these bytes, or undefined with a problem noted. */
  async json<T extends object>(path: string, bytes: Uint8Array | undefined): Promise<T | undefined> {
    if (bytes === undefined) {
      this.expect(false, path, 'is missing');
      return undefined;
    }
    const value = await this.attempt(path, 'is not JSON', () => JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
    if (value === undefined) return undefined;
    return this.expect(typeof value === 'object' && value !== null, path, 'is no JSON object') ? value : undefined;
  }

  /** Notes a problem where the bytes do not have the digest that `path` is named after. */
  digest(path: string, bytes: Uint8Array, digest: unknown): void {
    if (!this.expect(isDigest(digest), path, `is named by ${JSON.stringify(digest)}, which is no sha256 digest`))
      return;
    const actual = digestOf(bytes);
    this.expect(actual === digest, path, `holds bytes with digest ${actual}, not ${String(digest)}`);
  }
}

/** The error of the codec: malformed bytes, or a value that is not JSON. */

/** Says what is wrong and at which path; never quotes a value, since values may be secret. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  /** Keys from the outermost to the innermost; empty for malformed bytes. */
  readonly path: readonly (string | number)[];
  readonly #problem: string;

  constructor(problem: string, path: readonly (string | number)[] = []) {
    super(path.length === 0 ? problem : `${path.join('.')}: ${problem}`);
    this.#problem = problem;
    this.path = path;
  }

  /** The same problem with `key` in front of its path. */
  within(key: string | number): CodecError {
    return new CodecError(this.#problem, [key, ...this.path]);
  }
}

/** The deepest nesting of objects and lists that is read or written. Go's own limit in Crossplane is near 3,300. */
export const maxDepth = 1000;

export const tooDeep = (): CodecError => new CodecError(`objects and lists nest more than ${maxDepth} levels deep`);

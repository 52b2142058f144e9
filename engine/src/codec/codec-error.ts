/** What goes wrong between bytes and values: bytes that are not the message they claim to be, or a value JSON can't hold. */

/** Says what is wrong and where; never quotes a value, since values may be secret. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  /** Keys from the outermost to the innermost, known for values that can't be written. */
  readonly path: readonly (string | number)[];
  readonly #problem: string;

  constructor(problem: string, path: readonly (string | number)[] = []) {
    super(path.length === 0 ? problem : `${path.join('.')}: ${problem}`);
    this.#problem = problem;
    this.path = path;
  }

  /** The same problem, seen from the object that holds it under `key`. */
  within(key: string | number): CodecError {
    return new CodecError(this.#problem, [key, ...this.path]);
  }
}

/** Objects and lists nested deeper than this are refused in both directions: Go's own limit, in core, is near 3,300. */
export const maxDepth = 1000;

export const tooDeep = (): CodecError => new CodecError(`objects and lists nest more than ${maxDepth} levels deep`);

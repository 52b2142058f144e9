/** The two ways bad input is told: one `UserError` for a sentence, a list of `Issue` for schema trouble. */

/** One violation of a schema, in Kubernetes wording; `path` is a field path such as `spec.topics[0].name`. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** A mistake its reader can mend: printed as one sentence without a stack. Any other error is a bug and keeps its stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** What to do about it, printed on a line of its own. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
  }
}

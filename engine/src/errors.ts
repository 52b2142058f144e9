/** The two forms of an error report: a `UserError` is one sentence, a list of `Issue` names the values that break a schema. */

/** One violation of a schema, in Kubernetes wording; `path` is a field path such as `spec.topics[0].name`. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** A mistake that the user can fix, printed as one sentence without a stack. Any other error is a bug and is printed with its stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** The remedy, printed on a separate line. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
  }
}

/** What a registry does not answer, or refuses: a sentence for people, and whether the same request can succeed later. */
import { UserError } from '../errors.ts';

/** Answers that say nothing of the request itself: too slow, too many, or a registry that is being restarted. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

export class RegistryError extends UserError {
  /** The status of the answer; undefined if none came, or only a part of it. */
  readonly status: number | undefined;
  /** The time after which the registry wants to be asked again, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Whether the same request may succeed if it is repeated. */
  readonly passes: boolean;

  constructor(
    message: string,
    options: {
      readonly status?: number;
      readonly retryAfter?: number | undefined;
      readonly passes?: boolean;
      readonly hint?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    const { hint, cause, status, retryAfter, passes } = options;
    super(message, { ...(hint !== undefined && { hint }), cause });
    this.status = status;
    this.retryAfter = retryAfter;
    this.passes = passes ?? (status !== undefined && passing.has(status));
  }
}

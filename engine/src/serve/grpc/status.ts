/** The status codes of gRPC that a server sends (github.com/grpc/grpc/blob/v1.76.0/doc/statuscodes.md). */
export const status = {
  ok: 0,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
} as const;

/** The code of a status. */
export type Code = (typeof status)[keyof typeof status];

/** Ends a call with a status instead of a response. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: Code;

  constructor(code: Code, details: string, options?: ErrorOptions) {
    super(details, options);
    this.code = code;
  }
}

/** What a server tells its operator: one JSON line per event, never a request, a response or a secret. */

export type Severity = 'INFO' | 'ERROR';

/** Takes one event; `details` say who and where. */
export type Log = (severity: Severity, message: string, details?: Readonly<Record<string, unknown>>) => void;

/** Writes errors to stderr and everything else to stdout. The time is left to whoever collects the lines. */
export const logJson: Log = (severity, message, details = {}) => {
  const stream = severity === 'ERROR' ? process.stderr : process.stdout;
  stream.write(`${JSON.stringify({ severity, message, ...details })}\n`);
};

/** The log of a server: one JSON line per event, never with a request, a response or a secret. */

export type Severity = 'INFO' | 'ERROR';

/** Logs one event; `details` name the objects that it concerns. */
export type Log = (severity: Severity, message: string, details?: Readonly<Record<string, unknown>>) => void;

/** Writes errors to stderr and other events to stdout. Lines have no time: the log collector adds it. */
export const logJson: Log = (severity, message, details = {}) => {
  const stream = severity === 'ERROR' ? process.stderr : process.stdout;
  stream.write(`${JSON.stringify({ severity, message, ...details })}\n`);
};

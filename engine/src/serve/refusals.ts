/** Logs refused clients, without letting them fill the log. */
import type { Log } from './log.ts';

/** Is called for each refused client, with the reason and its address. */
export type Refused = (reason: string, client: string) => void;

/** Logs one line a minute for each reason; a line has the number of clients that were left out since the one before. */
export function refusalLog(log: Log, milliseconds = 60_000): Refused {
  const lines = new Map<string, { readonly at: number; leftOut: number }>();
  return (reason, client) => {
    const now = performance.now();
    const last = lines.get(reason);
    if (last !== undefined && now - last.at < milliseconds) {
      last.leftOut += 1;
      return;
    }
    lines.set(reason, { at: now, leftOut: 0 });
    const since = last !== undefined && last.leftOut > 0 ? { sinceLastLine: last.leftOut } : {};
    log('ERROR', `client refused: ${reason}`, { client, ...since });
  };
}

/** The address of a client, for the log. */
export const clientOf = ({
  remoteAddress = 'unknown',
  remotePort,
}: {
  remoteAddress?: string | undefined;
  remotePort?: number | undefined;
}): string => (remotePort === undefined ? remoteAddress : `${remoteAddress}:${remotePort}`);

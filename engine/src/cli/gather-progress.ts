/** Shows on stderr how far the gathering of a bundle is: a line that changes on a terminal, and else a line for each source that is fetched. */
import type { WriteStream } from 'node:tty';
import type { GatherEvent } from '../registry/index.ts';
import { humanSize } from './packages.ts';
import { printable } from './printable.ts';

interface Progress {
  readonly report: (event: GatherEvent) => void;
  /** Leaves the terminal as it was. */
  readonly end: () => void;
}

/** Progress on the stream, which may be no terminal. */
export function gatherProgress(stream: Pick<WriteStream, 'isTTY' | 'write'>): Progress {
  let isOpen = false;
  let last: GatherEvent['source'] | undefined;
  const report = ({ source, missing }: GatherEvent): void => {
    const text = `${source.name}: ${missing === 0 ? 'all is there' : `${humanSize(missing)} to come`}`;
    if (stream.isTTY) stream.write(`\r\u001b[K${printable(text)}`);
    else if (source !== last && missing > 0) stream.write(`${printable(text)}\n`);
    isOpen = stream.isTTY;
    last = source;
  };
  return { report, end: () => void (isOpen && stream.write('\r\u001b[K')) };
}

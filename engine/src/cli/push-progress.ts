/** Shows on stderr how far a push is: a line that changes on a terminal, and else a line for each package. */
import type { WriteStream } from 'node:tty';
import type { PushEvent, PushItem } from '../registry/index.ts';
import { humanSize } from './packages.ts';
import { printable } from './printable.ts';

interface Progress {
  readonly report: (event: PushEvent) => void;
  /** Leaves the terminal as it was. */
  readonly end: () => void;
}

/** Progress on the stream, which may be no terminal. */
export function pushProgress(stream: Pick<WriteStream, 'isTTY' | 'write'>): Progress {
  // By item: several of a bundle go into one repository.
  const done = new Map<PushItem, number>();
  let isOpen = false;
  const write = (text: string): void => {
    isOpen = stream.isTTY;
    stream.write(stream.isTTY ? `\r\u001b[K${printable(text)}` : `${printable(text)}\n`);
  };
  const report = (event: PushEvent): void => {
    const { item } = event;
    const { host, repository } = item.repository;
    if ('tag' in event) return write(`${host}/${repository}:${event.tag} is set`);
    const size = item.artifact.blobs.reduce((sum, blob) => sum + blob.size, 0);
    const now = (done.get(item) ?? 0) + event.size;
    done.set(item, now);
    if (stream.isTTY || now >= size) write(`${item.name}: ${humanSize(now)} of ${humanSize(size)}`);
  };
  return { report, end: () => void (isOpen && stream.write('\r\u001b[K')) };
}

/** Reads one file of a source, which may be anything: it must be a file, and of a size that memory holds. */
import { constants, open } from 'node:fs/promises';
import { UserError } from '../../errors.ts';

/** The most bytes of a file. The packages of large providers have a quarter of it. */
const most = 1 << 30;

/** The bytes of the file. Throws a `UserError` that names it if it cannot be read. */
export async function readSourceFile(path: string): Promise<Buffer> {
  try {
    // Without O_NONBLOCK this waits for somebody who writes, if it is a FIFO.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new UserError(`cannot read ${path}: it is not a file`);
      if (found.size > most) throw new UserError(`cannot read ${path}: it has more than ${most} bytes`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

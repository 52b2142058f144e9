/** Reads what a registry answers, which may be anything. */
import { UserError } from '../../errors.ts';

/** The time that a registry has for one answer, in milliseconds. */
export const patience = 120_000;

/** The bytes of the answer. Throws a `UserError` that names the source if there are more than `most`, or fewer than the registry promised. */
export async function bytesOf(response: Response, source: string, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > most) throw new UserError(`cannot read ${source}: an answer has more than ${most} bytes`);
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`cannot read ${source}: the registry stopped answering`, { cause });
  }
  return Buffer.concat(chunks);
}

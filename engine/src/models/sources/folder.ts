/** Reads CRD and OpenAPI files from the disk. */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import type { SourceText } from './documents.ts';
import { NotAtHand } from './not-at-hand.ts';
import { readSourceFile } from './read-file.ts';

/** The most bytes of all files together. The CRDs of the largest providers have a tenth of it. */
const most = 1 << 30;

/** Every YAML and JSON file in the folder, sorted. The source is `prefix` and the path in the folder. */
export async function readFolder(folder: string, prefix = ''): Promise<readonly SourceText[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: Error) => {
    throw new NotAtHand(`cannot read the folder ${folder}: ${cause.message}`, { cause });
  });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).filter(Boolean).join('/'));
  const texts: SourceText[] = [];
  let length = 0;
  // One after the other, so that memory and open files are bounded.
  for (const path of paths.sort()) {
    const text = await readText(join(folder, path), prefix + path);
    length += text.text.length;
    if (length > most) {
      throw new UserError(`cannot read ${folder}: its YAML and JSON files have more than ${most} bytes`, {
        hint: 'name the folder with the CRDs in models.sources of planesmith.config.ts',
      });
    }
    texts.push(text);
  }
  return texts;
}

/** One file; the source is its name without folders. Throws a `UserError` if it is no text. */
export async function readText(path: string, source = basename(path)): Promise<SourceText> {
  const bytes = await readSourceFile(path);
  if (!isUtf8(bytes)) throw new UserError(`cannot read CRDs from ${source}: this is not UTF-8 text`);
  return { source, sha256: createHash('sha256').update(bytes).digest('hex'), text: bytes.toString('utf8') };
}

/** The static site of this platform, as a build writes it. */
import { resolve } from 'node:path';
import { buildRelease, type File } from 'planesmith/release';
import platform from '../planesmith.config.ts';

/** The files of dist/docs, by path in that folder. */
export async function site(): Promise<ReadonlyMap<string, string>> {
  const root = resolve(import.meta.dirname, '..');
  const { files } = await buildRelease(platform, root, { only: ['platform-local'], architectures: [], release: false });
  const inDocs = files.filter(({ path }: File) => path.startsWith('docs/'));
  return new Map(inDocs.map(({ path, content }) => [path.slice('docs/'.length), String(content)]));
}

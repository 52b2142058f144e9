/** The files that a promotion changes: the pointer of the cluster, and its evidence. All are written, or none. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { addFiles, type File, textIn } from '../files.ts';
import type { Cluster } from '../gitops/fleet/index.ts';
import type { Decision, Found } from './decide.ts';
import { evidenceFile } from './evidence.ts';
import { withVersion } from './pointer.ts';

/** What is written for an allowed version; paths are relative to the fleet. Throws a `UserError` if the pointer has no line of its own. */
export function changeOf(folder: string, { file }: Cluster, found: Found, { what, proofs }: Decision): readonly File[] {
  const { cluster, version, current, now, checksums } = found;
  const text = textIn(folder, file);
  if (text === undefined) throw new UserError(`${join(folder, file)} is gone`, { hint: 'take it back from Git' });
  const evidence = evidenceFile({
    cluster,
    version,
    ...(current !== version && { from: current }),
    what,
    at: now.toISOString(),
    checksums,
    proofs: proofs.map(({ proof, verdict, says }) => ({ proof, verdict, says })),
  });
  return current === version ? [evidence] : [{ path: file, content: withVersion(text, file, version) }, evidence];
}

/** Writes the files below the folder. Rejects with a `UserError` if one cannot be written: then all are as they were. */
export async function writeChange(folder: string, files: readonly File[]): Promise<void> {
  const isThere = ({ path }: File) => textIn(folder, path) !== undefined;
  const created = files.filter((file) => !isThere(file));
  await addFiles(folder, { created, changed: files.filter(isThere) }, async () => undefined);
}

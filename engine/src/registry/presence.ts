/** Asks whether a repository has a blob, without reading it. */
import type { Digest } from '../xpkg/digest.ts';
import { Connection } from './connection.ts';
import type { Patience } from './patience.ts';
import type { RepositoryName } from './reference.ts';

/** Whether the repository has the blob. Throws a `RegistryError` if the registry does not answer, or refuses. */
export async function hasBlob(name: RepositoryName, digest: Digest, patience?: Patience): Promise<boolean> {
  const task = `cannot look into ${name.host}/${name.repository}`;
  const connection = new Connection(name, { task, ...(patience && { patience }) });
  const answer = await connection.call({ method: 'HEAD', path: `blobs/${digest}`, allowed: [404] });
  await answer.discard();
  return answer.ok;
}

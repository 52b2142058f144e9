/** Makes a base for a release out of a local build. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzip } from '../../xpkg/gzip.ts';
import { unpackTar } from '../../xpkg/tar.ts';

/** The shared object a layer of the host's libraries is unpacked to: what a team would keep as its base. */
export async function unpackBase(dist: string, into: string): Promise<void> {
  const layout = join(dist, 'oci/toys-functions-1-2-3');
  const blob = (digest: string) => readFileSync(join(layout, 'blobs', digest.replace(':', '/')));
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: [{ digest: string }] };
  const manifest = JSON.parse(String(blob(index.manifests[0].digest))) as { layers: [{ digest: string }] };
  for (const entry of await unpackTar(gunzip(blob(manifest.layers[0].digest)))) {
    if (entry.type !== 'file') continue;
    mkdirSync(dirname(join(into, entry.path)), { recursive: true });
    writeFileSync(join(into, entry.path), entry.content, { mode: 0o755 });
  }
}

/** Publishes the files of a Git repository as an OCI artifact for Flux, as `flux push artifact` does in a pipeline. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { push } from 'planesmith/registry';
import type { Registry } from './packages.ts';
import type { ControlPlane } from './start.ts';

const run = promisify(execFile);
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
// The media types of Flux (github.com/fluxcd/pkg/oci v0.68.0, client.go).
const configType = 'application/vnd.cncf.flux.config.v1+json';
const contentType = 'application/vnd.cncf.flux.content.v1.tar+gzip';

/** The tag that follows the main branch of every repository. */
export const branchTag = 'main';

/** Text files by their paths. */
export type RepositoryFiles = Readonly<Record<string, string>>;

interface Blob {
  readonly mediaType: string;
  readonly digest: `sha256:${string}`;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** Pushes the files to `repository` and moves the tag `main` there. Returns the revision as Flux names it. */
export async function publishFiles(
  plane: ControlPlane,
  { host }: Registry,
  repository: string,
  files: RepositoryFiles,
): Promise<string> {
  const config = blobOf(configType, Buffer.from('{}'));
  const content = blobOf(contentType, await packed(plane, files));
  const manifest = blobOf(
    manifestType,
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: descriptorOf(config),
        layers: [descriptorOf(content)],
      }),
    ),
  );
  const blobs = [config, content].map(({ digest, size, bytes }) => ({
    digest,
    size,
    bytes: async (start: number, end: number) => bytes.subarray(start, end),
  }));
  const item = {
    name: repository,
    repository: { host, repository },
    // Each commit has a tag of its own.
    tag: manifest.digest.slice('sha256:'.length, 20),
    artifact: { documents: [manifest], blobs },
  };
  const result = await push([item], { pointers: [branchTag] });
  if ('conflicts' in result) throw new Error(`${repository} has another artifact under the tag ${item.tag}`);
  return `${branchTag}@${manifest.digest}`;
}

/** The files as a compressed archive. */
async function packed({ folder }: ControlPlane, files: RepositoryFiles): Promise<Uint8Array> {
  const tree = await mkdtemp(join(folder, 'repository-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
  const archive = `${tree}.tar.gz`;
  await run('tar', ['-czf', archive, '-C', tree, '.']);
  return readFile(archive);
}

function blobOf(mediaType: string, bytes: Uint8Array): Blob {
  return { mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length, bytes };
}

function descriptorOf({ mediaType, digest, size }: Blob): Omit<Blob, 'bytes'> {
  return { mediaType, digest, size };
}

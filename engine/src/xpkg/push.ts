/** Pushes an OCI layout to a registry: blobs first, then manifests, and the tag last (OCI distribution specification). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { mediaTypes, type Descriptor } from './blob.ts';
import { isDigest, type Digest } from './digest.ts';
import { blobPath } from './layout.ts';

/** A tag in a repository of a registry. */
interface Target {
  readonly origin: string;
  readonly repository: string;
  readonly tag: string;
}

interface Manifest {
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
}

/**
 * Uploads the package in the layout to `http(s)://host[:port]/repository:tag` and returns the digest of the tag.
 * Plain http is allowed for loopback addresses only. Throws a `UserError` if the registry refuses a request.
 */
export async function pushLayout(folder: string, reference: string): Promise<Digest> {
  const target = targetOf(reference);
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as Manifest;
  const [root] = index.manifests ?? [];
  if (root === undefined) throw new UserError(`${folder} holds no image: its index.json is empty`);
  const pushed = new Set<Digest>();
  await pushManifest(folder, target, root, target.tag, pushed);
  return root.digest;
}

async function pushManifest(
  folder: string,
  target: Target,
  descriptor: Descriptor,
  name: string,
  pushed: Set<Digest>,
): Promise<void> {
  const bytes = await readFile(join(folder, blobPath(descriptor.digest)));
  const { manifests = [], config, layers = [] } = JSON.parse(bytes.toString('utf8')) as Manifest;
  for (const child of manifests) await pushManifest(folder, target, child, child.digest, pushed);
  for (const { digest } of config === undefined ? layers : [...layers, config]) {
    if (!pushed.has(digest)) await pushBlob(folder, target, digest);
    pushed.add(digest);
  }
  const mediaType = descriptor.mediaType ?? mediaTypes.manifest;
  const url = `${target.origin}/v2/${target.repository}/manifests/${name}`;
  await send('PUT', url, { 'content-type': mediaType }, bytes);
}

/** Uploads a blob in one piece, unless the repository has it (specification, "Pushing blobs: POST then PUT"). */
async function pushBlob(folder: string, { origin, repository }: Target, digest: Digest): Promise<void> {
  const blobs = `${origin}/v2/${repository}/blobs`;
  if ((await call('HEAD', `${blobs}/${digest}`)).ok) return;
  const { headers } = await send('POST', `${blobs}/uploads/`);
  const location = headers.get('location');
  if (location === null) throw new UserError(`the registry ${origin} names no place to upload to`);
  const url = new URL(location, origin);
  url.searchParams.set('digest', digest);
  const bytes = await readFile(join(folder, blobPath(digest)));
  await send('PUT', url.href, { 'content-type': 'application/octet-stream' }, bytes);
}

async function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const response = await call(method, url, headers, body);
  if (response.ok) return response;
  const text = (await response.text()).slice(0, 300).trim();
  throw new UserError(`the registry refused ${method} ${url}: ${response.status} ${text}`.trim());
}

async function call(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  try {
    return await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  } catch (cause) {
    throw new UserError(`cannot reach the registry at ${new URL(url).origin}`, { cause });
  }
}

function targetOf(reference: string): Target {
  const match = /^(https?:\/\/[^/]+)\/([^:@]+):([\w.-]+)$/.exec(reference);
  const [, origin = '', repository = '', tag = ''] = match ?? [];
  if (match === null || isDigest(tag)) {
    throw new UserError(`cannot push to ${reference}: write http(s)://host/repository:tag`);
  }
  const { protocol, hostname } = new URL(origin);
  if (protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) {
    throw new UserError(`will not push to ${origin} without TLS: plain http is for registries on this machine`);
  }
  return { origin, repository, tag };
}

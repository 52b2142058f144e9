/** Reads a package from a registry, anonymously (OCI distribution specification, "Pull"). */
import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import type { SourceText } from './documents.ts';
import { anyImage, type ImageManifest, packageLayers, packageYaml } from './package-layer.ts';
import { originOf, type Reference } from './reference.ts';
import { anonymousToken } from './token.ts';

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The package.yaml of the package. Throws a `UserError` if the registry refuses, or the image is no package. */
export async function readRegistry(reference: Reference): Promise<SourceText> {
  const { host, repository, version } = reference;
  const source = `${host}/${repository}${version.startsWith('sha256:') ? '@' : ':'}${version}`;
  const pull = new Pull(reference, source);
  const first = await pull.get(`manifests/${version}`, manifestTypes);
  const sha256 = createHash('sha256').update(first).digest('hex');
  if (version.startsWith('sha256:')) expectDigest(first, version, source);
  let manifest = JSON.parse(new TextDecoder().decode(first)) as ImageManifest;
  for (let next = anyImage(manifest); next !== undefined; next = anyImage(manifest)) {
    const bytes = await pull.get(`manifests/${next.digest}`, manifestTypes);
    expectDigest(bytes, next.digest, source);
    manifest = JSON.parse(new TextDecoder().decode(bytes)) as ImageManifest;
  }
  for (const layer of packageLayers(manifest)) {
    const bytes = await pull.get(`blobs/${layer.digest}`);
    expectDigest(bytes, layer.digest, source);
    const text = await packageYaml(bytes);
    if (text !== undefined) return { source, sha256, text };
  }
  throw new UserError(`${source} is not a Crossplane package: none of its layers holds package.yaml`);
}

class Pull {
  readonly #origin: string;
  readonly #base: string;
  readonly #source: string;
  #token: string | undefined;

  constructor(reference: Reference, source: string) {
    this.#origin = originOf(reference);
    this.#base = `${this.#origin}/v2/${reference.repository}`;
    this.#source = source;
  }

  async get(path: string, accept = '*/*'): Promise<Uint8Array> {
    let response = await this.#fetch(path, accept);
    if (response.status === 401 && this.#token === undefined) {
      this.#token = await anonymousToken(response.headers.get('www-authenticate') ?? '', this.#source);
      response = await this.#fetch(path, accept);
    }
    if (!response.ok) {
      const hint = response.status === 401 || response.status === 403 ? { hint: 'only anonymous access is tried' } : {};
      throw new UserError(`cannot read ${this.#source}: the registry answers ${response.status} to ${path}`, hint);
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  async #fetch(path: string, accept: string): Promise<Response> {
    const authorization = this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
    try {
      return await fetch(`${this.#base}/${path}`, { headers: { accept, ...authorization } });
    } catch (cause) {
      throw new UserError(`cannot read ${this.#source}: no registry answers at ${this.#origin}`, { cause });
    }
  }
}

function expectDigest(bytes: Uint8Array, digest: string, source: string): void {
  const actual = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (actual !== digest) throw new UserError(`${source} is damaged: the registry sent ${actual} instead of ${digest}`);
}

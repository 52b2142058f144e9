/** Reads a package from a registry (OCI distribution specification, "Pull"), with the login of `docker login` if it is needed. */
import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { bytesOf, patience } from './body.ts';
import { credentialsFor } from './credentials.ts';
import type { SourceText } from './documents.ts';
import { NotAtHand } from './not-at-hand.ts';
import { expectDigest, type Fetch, layersIn, packageIn } from './package-image.ts';
import { originOf, type Reference } from './reference.ts';
import { authorizationFor, loginHint } from './token.ts';

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The package.yaml of the package. Throws a `UserError` if the registry refuses, or the image is no package. */
export async function readRegistry(reference: Reference): Promise<SourceText> {
  const { host, repository, version, tag = version } = reference;
  const { first, fetch, name } = await firstOf(reference);
  const sha256 = createHash('sha256').update(first).digest('hex');
  const { text } = await packageIn(first, fetch, name);
  return { source: `${host}/${repository}`, version: tag, sha256, text };
}

/** The last layer of an artifact, which is all of one with a single file. Throws a `UserError` if the registry refuses, or if it has none. */
export async function readLayer(reference: Reference): Promise<Uint8Array> {
  const { first, fetch, name } = await firstOf(reference);
  const [last] = (await layersIn(first, fetch, name)).layers;
  if (last === undefined) throw new UserError(`${name} has no layer`, { hint: 'name an artifact with a file' });
  return last();
}

async function firstOf(reference: Reference) {
  const { host, repository, version } = reference;
  const name = `${host}/${repository}${version.startsWith('sha256:') ? '@' : ':'}${version}`;
  const pull = new Pull(reference, name);
  const first = await pull.get(`manifests/${version}`, manifestTypes);
  if (version.startsWith('sha256:')) expectDigest(first, version, name);
  const fetch: Fetch = (kind, digest) =>
    pull.get(`${kind}/${digest}`, kind === 'manifests' ? manifestTypes : undefined);
  return { first, fetch, name };
}

/** The most bytes of one answer. */
const mostBytes = 1 << 30;

class Pull {
  readonly #reference: Reference;
  readonly #origin: string;
  readonly #source: string;
  #authorization: string | undefined;

  constructor(reference: Reference, source: string) {
    this.#reference = reference;
    this.#origin = originOf(reference);
    this.#source = source;
  }

  async get(path: string, accept = '*/*'): Promise<Uint8Array> {
    let response = await this.#fetch(path, accept);
    if (response.status === 401 && this.#authorization === undefined) {
      const challenge = response.headers.get('www-authenticate') ?? '';
      const credentials = await credentialsFor(this.#reference.host);
      this.#authorization = await authorizationFor(challenge, this.#source, credentials);
      response = await this.#fetch(path, accept);
    }
    if (!response.ok) {
      const isRefused = response.status === 401 || response.status === 403;
      throw new NotAtHand(`cannot read ${this.#source}: the registry answers ${response.status} to ${path}`, {
        ...(isRefused && { hint: loginHint(this.#source) }),
      });
    }
    return bytesOf(response, this.#source, mostBytes);
  }

  async #fetch(path: string, accept: string): Promise<Response> {
    const headers = { accept, ...(this.#authorization !== undefined && { authorization: this.#authorization }) };
    const url = `${this.#origin}/v2/${this.#reference.repository}/${path}`;
    try {
      return await fetch(url, { headers, signal: AbortSignal.timeout(patience) });
    } catch (cause) {
      throw new NotAtHand(`cannot read ${this.#source}: no registry answers at ${this.#origin}`, { cause });
    }
  }
}

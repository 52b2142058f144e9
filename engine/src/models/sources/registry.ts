/** Reads a package from a registry, anonymously (OCI distribution specification, "Pull"). */
import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import type { SourceText } from './documents.ts';
import { expectDigest, type Fetch, packageIn } from './package-image.ts';
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
  const fetch: Fetch = (kind, digest) =>
    pull.get(`${kind}/${digest}`, kind === 'manifests' ? manifestTypes : undefined);
  const { text } = await packageIn(first, fetch, source);
  return { source, sha256, text };
}

/** The most bytes of one answer. */
const mostBytes = 1 << 30;

/** The time that a registry has for one answer, in milliseconds. */
const patience = 120_000;

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
    return this.#bytesOf(response);
  }

  async #bytesOf(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of response.body ?? []) {
        chunks.push(chunk);
        length += chunk.length;
        if (length > mostBytes)
          throw new UserError(`cannot read ${this.#source}: an answer has more than ${mostBytes} bytes`);
      }
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      throw new UserError(`cannot read ${this.#source}: the registry stopped answering`, { cause });
    }
    return Buffer.concat(chunks);
  }

  async #fetch(path: string, accept: string): Promise<Response> {
    const authorization = this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` };
    try {
      const headers = { accept, ...authorization };
      return await fetch(`${this.#base}/${path}`, { headers, signal: AbortSignal.timeout(patience) });
    } catch (cause) {
      throw new UserError(`cannot read ${this.#source}: no registry answers at ${this.#origin}`, { cause });
    }
  }
}

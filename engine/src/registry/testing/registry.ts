/** An OCI registry for tests, in memory on a loopback port, which refuses incomplete or wrong uploads, and misbehaves if it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { digestOf } from '../../xpkg/digest.ts';
import { type Patience, usualPatience } from '../patience.ts';

/** The usual attempts, without the waits of a real registry. */
export const impatience: Patience = { ...usualPatience, answer: 2_000, silence: 250, firstWait: 1, longestWait: 20 };

/** What a registry does with one request in place of its answer, or to its answer. */
export type Misdeed =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Ends the connection: before anything is done, after half of the body was kept, or after all was done. */
  | { readonly reset: 'before' | 'midway' | 'after' }
  /** Never answers. */
  | { readonly silent: true }
  /** Sends half of the answer, and then ends it or falls silent. */
  | { readonly half: 'ended' | 'silent' | 'complete' }
  /** Changes the answer. */
  | { readonly bytes?: string; readonly set?: Readonly<Record<string, string>> };

/** A request, as misdeeds choose theirs. */
export interface Seen {
  /** Method and path. */
  readonly line: string;
  /** How many requests with this method and this kind of path came before. */
  readonly earlier: number;
  readonly authorization: string | undefined;
}

/** A running registry and its contents. */
export interface TestRegistry {
  readonly host: string;
  readonly origin: string;
  /** By `repository@digest`. */
  readonly blobs: Map<string, Uint8Array>;
  /** By `repository:tag` and `repository@digest`. */
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Uint8Array }>;
  /** Method and path of each request, in order. */
  readonly requests: readonly string[];
  /** The tokens that were given, with the scopes that each was asked for. */
  readonly tokens: readonly string[];
  close(): Promise<void>;
}

export interface RegistryOptions {
  readonly misdeed?: ((seen: Seen) => Misdeed | undefined) | undefined;
  /** The number of requests for which a token is good. @default nobody needs a token */
  readonly tokenUses?: number;
  /** Whether it keeps the lists of referrers itself. @default false */
  readonly keepsReferrers?: boolean;
}

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

interface Parts {
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
  readonly manifests?: readonly { readonly digest: string }[];
  readonly subject?: { readonly digest: string };
  readonly artifactType?: string;
}

/** Starts a registry. */
export async function startRegistry({
  misdeed,
  tokenUses,
  keepsReferrers = false,
}: RegistryOptions = {}): Promise<TestRegistry> {
  const store = new Store(keepsReferrers);
  const requests: string[] = [];
  const counts = new Map<string, number>();
  const tokens: string[] = [];
  let usesLeft = 0;

  const refused = (request: IncomingMessage, url: URL): Reply | undefined => {
    if (tokenUses === undefined) return undefined;
    if (url.pathname === '/token') {
      tokens.push(url.searchParams.getAll('scope').join(' '));
      usesLeft = tokenUses;
      return { status: 200, body: JSON.stringify({ token: `token-${tokens.length}` }) };
    }
    usesLeft -= 1;
    if (request.headers.authorization === `Bearer token-${tokens.length}` && usesLeft >= 0) return undefined;
    const challenge = `Bearer realm="http://${request.headers.host}/token",service="toys"`;
    return { status: 401, headers: { 'www-authenticate': challenge } };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://registry');
    const line = `${request.method} ${url.pathname}`;
    const kind = line.slice(0, line.lastIndexOf('/'));
    const earlier = counts.get(kind) ?? 0;
    counts.set(kind, earlier + 1);
    requests.push(line);
    const deed = misdeed?.({ line, earlier, authorization: request.headers.authorization });
    if (deed !== undefined && 'reset' in deed && deed.reset === 'before') return void request.socket.destroy();
    const body = await buffer(request);
    if (deed !== undefined && 'silent' in deed) return;
    if (deed !== undefined && 'status' in deed) return write(response, deed, request.method);
    if (deed !== undefined && 'reset' in deed) {
      const part = deed.reset === 'midway' ? body.subarray(0, body.length / 2) : body;
      store.answer(request, url, part);
      return void request.socket.destroy();
    }
    const reply = refused(request, url) ?? store.answer(request, url, body);
    write(response, reply, request.method, deed);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { blobs, manifests } = store;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { host, origin: `http://${host}`, blobs, manifests, requests, tokens, close };
}

function write(
  response: ServerResponse,
  { status, headers = {}, body = `status ${status}` }: Reply,
  method: string | undefined,
  deed: Misdeed = {},
): void {
  const content = Buffer.from('bytes' in deed && deed.bytes !== undefined ? deed.bytes : body);
  const set = 'set' in deed ? deed.set : {};
  const half = 'half' in deed ? deed.half : undefined;
  if (method === 'HEAD') return void response.writeHead(status, { ...headers, ...set }).end();
  if (half === undefined) return void response.writeHead(status, { ...headers, ...set }).end(content);
  // An answer in chunks that ends properly has no length that its reader could compare.
  const length = half === 'complete' ? {} : { 'content-length': String(content.length) };
  response.writeHead(status, { ...headers, ...length }).write(content.subarray(0, content.length / 2));
  if (half === 'complete') response.end();
  if (half === 'ended') setTimeout(() => response.destroy(), 20);
}

/** The contents of a registry. */
class Store {
  readonly blobs = new Map<string, Uint8Array>();
  readonly manifests = new Map<string, { mediaType: string; bytes: Uint8Array }>();
  readonly #uploads = new Map<string, Buffer>();
  readonly #keepsReferrers: boolean;
  #begun = 0;

  constructor(keepsReferrers: boolean) {
    this.#keepsReferrers = keepsReferrers;
  }

  answer(request: IncomingMessage, url: URL, body: Buffer): Reply {
    const [, repository = '', kind, name = ''] =
      /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers)\/(.*)$/.exec(url.pathname) ?? [];
    if (kind === 'referrers') return this.#keepsReferrers ? this.#referrersOf(repository, name) : { status: 404 };
    if (kind === 'blobs/uploads') return this.#upload(request, url, repository, name, body);
    const stored =
      kind === 'blobs'
        ? this.blobs.get(`${repository}@${name}`)
        : this.manifests.get(`${repository}${name.startsWith('sha256:') ? '@' : ':'}${name}`)?.bytes;
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (stored !== undefined) return { status: 200, body: stored };
      const code = kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN';
      return { status: 404, body: JSON.stringify({ errors: [{ code, message: 'it is not here' }] }) };
    }
    return request.method === 'PUT' && kind === 'manifests'
      ? this.#putManifest(String(request.headers['content-type']), repository, name, body)
      : { status: 404 };
  }

  #upload({ method, headers }: IncomingMessage, url: URL, repository: string, id: string, body: Buffer): Reply {
    if (method === 'POST') {
      const mounted = this.blobs.get(`${url.searchParams.get('from')}@${url.searchParams.get('mount')}`);
      if (mounted !== undefined) this.blobs.set(`${repository}@${url.searchParams.get('mount')}`, mounted);
      return mounted === undefined ? this.#progress(repository, String((this.#begun += 1)), 202) : { status: 201 };
    }
    const before = this.#uploads.get(id);
    if (before === undefined || url.searchParams.get('state') !== 'begun') return { status: 404 };
    if (method === 'GET') return this.#progress(repository, id, 204);
    if (method === 'PATCH') {
      const isNext = headers['content-range']?.startsWith(`${before.length}-`) === true;
      if (!isNext) return { ...this.#progress(repository, id, 202), status: 416 };
      this.#uploads.set(id, Buffer.concat([before, body]));
      return this.#progress(repository, id, 202);
    }
    const bytes = Buffer.concat([before, body]);
    this.#uploads.delete(id);
    if (method !== 'PUT' || digestOf(bytes) !== url.searchParams.get('digest')) return { status: 400 };
    this.blobs.set(`${repository}@${digestOf(bytes)}`, bytes);
    return { status: 201 };
  }

  #progress(repository: string, id: string, status: number): Reply {
    const { length } = this.#uploads.get(id) ?? Buffer.alloc(0);
    if (!this.#uploads.has(id)) this.#uploads.set(id, Buffer.alloc(0));
    const location = `/v2/${repository}/blobs/uploads/${id}?state=begun`;
    return {
      status,
      headers: { location, range: `0-${Math.max(length - 1, 0)}` },
      ...(status === 204 && { body: '' }),
    };
  }

  /** "Listing Referrers" of the specification. */
  #referrersOf(repository: string, digest: string): Reply {
    const manifests = [...this.manifests].flatMap(([key, { mediaType, bytes }]) => {
      const { subject, artifactType } = partsIn(Buffer.from(bytes)) ?? {};
      if (!key.startsWith(`${repository}@`) || subject?.digest !== digest) return [];
      return [{ mediaType, digest: digestOf(bytes), size: bytes.length, artifactType }];
    });
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    return {
      status: 200,
      headers: { 'content-type': mediaType },
      body: JSON.stringify({ schemaVersion: 2, mediaType, manifests }),
    };
  }

  #putManifest(mediaType: string, repository: string, name: string, bytes: Buffer): Reply {
    const parts = partsIn(bytes);
    if (parts === undefined) return { status: 400 };
    const { config, layers = [], manifests: images = [] } = parts;
    const known = [config ?? [], layers].flat().every(({ digest }) => this.blobs.has(`${repository}@${digest}`));
    const indexed = images.every(({ digest }) => this.manifests.has(`${repository}@${digest}`));
    if (!known || !indexed) return { status: 404 };
    this.manifests.set(`${repository}@${digestOf(bytes)}`, { mediaType, bytes });
    if (!name.startsWith('sha256:')) this.manifests.set(`${repository}:${name}`, { mediaType, bytes });
    return { status: 201 };
  }
}

function partsIn(bytes: Buffer): Parts | undefined {
  try {
    return JSON.parse(bytes.toString()) as Parts;
  } catch {
    return undefined;
  }
}

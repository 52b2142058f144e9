/** An OCI registry for tests, in memory on a loopback port, which refuses incomplete or wrong uploads. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { digestOf } from '../digest.ts';

/** A running registry and its contents. */
export interface TestRegistry {
  readonly origin: string;
  /** By `repository@digest`. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** By `repository:tag` and `repository@digest`. */
  readonly manifests: ReadonlyMap<string, { readonly mediaType: string; readonly bytes: Uint8Array }>;
  /** Method and path of each request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

interface Reference {
  readonly digest: string;
}

interface Manifest {
  readonly config?: Reference;
  readonly layers?: readonly Reference[];
  readonly manifests?: readonly Reference[];
}

/** Starts a registry; if `refuse` returns a status for a request, the registry answers with it. */
export async function startRegistry(
  refuse: (request: string) => number | undefined = () => undefined,
): Promise<TestRegistry> {
  const blobs = new Map<string, Uint8Array>();
  const manifests = new Map<string, { mediaType: string; bytes: Uint8Array }>();
  const requests: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<number> => {
    const url = new URL(request.url ?? '', 'http://registry');
    const line = `${request.method} ${url.pathname}`;
    requests.push(line);
    const refused = refuse(line);
    if (refused !== undefined) return refused;
    const body = await buffer(request);
    const [, repository = '', kind, name = ''] = /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(url.pathname) ?? [];
    if (line.startsWith('HEAD') && kind === 'blobs') return blobs.has(`${repository}@${name}`) ? 200 : 404;
    if (line.startsWith('POST') && name === 'uploads/') {
      response.setHeader('location', `/v2/${repository}/blobs/uploads/1?state=started`);
      return 202;
    }
    if (line.startsWith('PUT') && kind === 'blobs') {
      const digest = url.searchParams.get('digest');
      if (digestOf(body) !== digest || url.searchParams.get('state') !== 'started') return 400;
      blobs.set(`${repository}@${digest}`, body);
      return 201;
    }
    if (line.startsWith('PUT') && kind === 'manifests') {
      const { config, layers = [], manifests: images = [] } = JSON.parse(body.toString()) as Manifest;
      const known = [config ?? [], layers].flat().every(({ digest }) => blobs.has(`${repository}@${digest}`));
      const indexed = images.every(({ digest }) => manifests.has(`${repository}@${digest}`));
      if (!known || !indexed) return 404;
      const manifest = { mediaType: String(request.headers['content-type']), bytes: body };
      manifests.set(`${repository}@${digestOf(body)}`, manifest);
      if (!name.startsWith('sha256:')) manifests.set(`${repository}:${name}`, manifest);
      return 201;
    }
    return 404;
  };
  const server = createServer((request, response) => {
    void answer(request, response).then((status) =>
      response.writeHead(status).end(request.method === 'HEAD' ? '' : `status ${status}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blobs,
    manifests,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

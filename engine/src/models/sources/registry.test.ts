import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { digestOf, type ToyImage, toyImage, toyIndex, toyLayer } from '../testing/toy-package.ts';
import { parseReference } from '../../registry/reference.ts';
import { readRegistry } from './registry.ts';

interface Behaviour {
  /** A request without this token is refused with the URL of the token. */
  readonly token?: string;
  /** Replaces a blob by its digest. */
  readonly damaged?: string;
}

let server: Server | undefined;
afterEach(() => server?.close());

/** Serves the image as toys/widgets:v1 and records the requested paths. */
async function serve(
  image: ToyImage,
  { token, damaged }: Behaviour = {},
): Promise<{ host: string; requests: string[] }> {
  const requests: string[] = [];
  const index = toyIndex(image);
  const content = new Map([...image.blobs, [image.digest, image.manifest], ['v1', index], [digestOf(index), index]]);
  const started = createServer((request, response) => {
    const { port } = started.address() as AddressInfo;
    const url = new URL(request.url ?? '', `http://127.0.0.1:${port}`);
    requests.push(url.pathname);
    if (url.pathname === '/token')
      return response.end(JSON.stringify({ token: `${token} for ${url.searchParams.get('scope')}` }));
    if (token !== undefined && request.headers.authorization !== `Bearer ${token} for repository:toys/widgets:pull`) {
      const scope = 'scope="repository:toys/widgets:pull"';
      response.setHeader('www-authenticate', `Bearer realm="http://127.0.0.1:${port}/token",service="toys",${scope}`);
      return response.writeHead(401).end();
    }
    const name = /^\/v2\/toys\/widgets\/(?:manifests|blobs)\/(.+)$/.exec(url.pathname)?.[1] ?? '';
    const bytes = content.get(name);
    if (bytes === undefined) return response.writeHead(404).end();
    return response.end(name === damaged ? 'damaged' : bytes);
  });
  server = started;
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done));
  return { host: `127.0.0.1:${(started.address() as AddressInfo).port}`, requests };
}

async function read(reference: string): ReturnType<typeof readRegistry> {
  return readRegistry(parseReference(reference)!);
}

describe('a package in a registry', () => {
  it('is read only from the annotated layer, and named by its reference', async () => {
    const image = toyImage([await toyLayer('package.yaml', 'the package'), await toyLayer('bin/provider', 'large')], 0);
    const { host, requests } = await serve(image);
    const { source, version, sha256, text } = await read(`${host}/toys/widgets:v1`);
    expect(text).toBe('the package');
    expect({ source, version }).toEqual({ source: `${host}/toys/widgets`, version: 'v1' });
    expect(`sha256:${sha256}`).toBe(digestOf(toyIndex(image)));
    expect(requests.filter((path) => path.includes('/blobs/'))).toHaveLength(1);
  });

  it('is found in any layer if none is annotated', async () => {
    const { host } = await serve(
      toyImage([await toyLayer('package.yaml', 'the package'), await toyLayer('other', 'x')]),
    );
    expect((await read(`${host}/toys/widgets:v1`)).text).toBe('the package');
  });

  it('is read by digest', async () => {
    const image = toyImage([await toyLayer('package.yaml', 'the package')]);
    const { host } = await serve(image);
    expect((await read(`${host}/toys/widgets@${image.digest}`)).text).toBe('the package');
  });

  it('is read with the token that the registry gives to anonymous clients', async () => {
    const { host, requests } = await serve(toyImage([await toyLayer('package.yaml', 'the package')]), { token: 'abc' });
    expect((await read(`${host}/toys/widgets:v1`)).text).toBe('the package');
    expect(requests.filter((path) => path === '/token')).toHaveLength(1);
  });
});

describe('a package that cannot be read has an error of one sentence', () => {
  it('if the registry does not have it', async () => {
    const { host } = await serve(toyImage([]));
    await expect(read(`${host}/toys/widgets:v2`)).rejects.toThrow(UserError);
    await expect(read(`${host}/toys/widgets:v2`)).rejects.toThrow(/widgets:v2: the registry answers 404/);
  });

  it('if it is damaged', async () => {
    const layer = await toyLayer('package.yaml', 'the package');
    const { host } = await serve(toyImage([layer]), { damaged: digestOf(layer) });
    await expect(read(`${host}/toys/widgets:v1`)).rejects.toThrow(/is damaged/);
  });

  it('if no registry answers', async () => {
    await expect(read('127.0.0.1:1/toys/widgets:v1')).rejects.toThrow(/no registry answers at http:\/\/127\.0\.0\.1:1/);
  });
});

describe('a reference', () => {
  it.for([
    {
      text: 'xpkg.example.org/a/b:v1',
      parsed: { host: 'xpkg.example.org', repository: 'a/b', version: 'v1' },
      reason: 'a tag',
    },
    {
      text: 'localhost:5000/b:v1',
      parsed: { host: 'localhost:5000', repository: 'b', version: 'v1' },
      reason: 'a port',
    },
    {
      text: `example.org/b:v1@sha256:${'a'.repeat(64)}`,
      parsed: { host: 'example.org', repository: 'b', version: `sha256:${'a'.repeat(64)}`, tag: 'v1' },
      reason: 'a digest overrides a tag, which names the version',
    },
    { text: 'example.org/b', parsed: undefined, reason: 'no version' },
    { text: '../crds:v1', parsed: undefined, reason: 'a path' },
    { text: 'crds/b:v1', parsed: undefined, reason: 'a folder is no host' },
    { text: 'widgets.yaml', parsed: undefined, reason: 'a file' },
  ])('$text: $reason', ({ text, parsed }) => {
    expect(parseReference(text)).toEqual(parsed);
  });
});

/** A registry that lets nobody in without the login that `docker login` keeps. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { toyImage, toyLayer } from '../models/testing/toy-package.ts';
import { NotAtHand } from '../models/sources/not-at-hand.ts';
import { parseReference } from './reference.ts';
import { readRegistry } from '../models/sources/registry.ts';

const base64 = (plain: string) => Buffer.from(plain).toString('base64');
const login = `Basic ${base64('ann:se:cret')}`;

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docker-'));
  vi.stubEnv('DOCKER_CONFIG', folder);
});
afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** Answers a request for a token, if the request has the login. */
async function answerToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const isKnown = request.headers.authorization === login || form.get('refresh_token') === 'identity';
  if (isKnown) response.end(JSON.stringify({ access_token: 'the-token' }));
  else response.writeHead(401).end();
}

/** Serves toys/widgets:v1 to who has the login, which the registry demands as it is or for a token. */
async function serve(scheme: 'basic' | 'bearer'): Promise<string> {
  const image = toyImage([await toyLayer('package.yaml', 'the package')]);
  const content = new Map([...image.blobs, ['v1', image.manifest]]);
  const accepted = scheme === 'basic' ? login : 'Bearer the-token';
  const started = createServer((request, response) => {
    if (request.url?.startsWith('/token') === true) return void answerToken(request, response);
    if (request.headers.authorization === accepted) {
      return void response.end(content.get(request.url?.split('/').at(-1) ?? ''));
    }
    const challenge =
      scheme === 'basic' ? 'Basic realm="toys"' : `Bearer realm="http://${host()}/token",service="toys"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  const host = () => `127.0.0.1:${(started.address() as AddressInfo).port}`;
  server = started;
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done));
  return host();
}

const configured = (config: unknown): void =>
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
const read = (host: string) => readRegistry(parseReference(`${host}/toys/widgets:v1`)!);

/** Puts a program on the PATH that answers as a credential helper. */
function helper(script: string): void {
  mkdirSync(join(folder, 'bin'));
  const path = join(folder, 'bin', 'docker-credential-toys');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`);
}
const answers = (answer: object) => `read -r host; [ -n "$host" ] && echo '${JSON.stringify(answer)}'`;

describe('a package is read with the login', () => {
  const auth = base64('ann:se:cret');
  const rows: { scheme: 'basic' | 'bearer'; config: (host: string) => unknown; script?: string; reason: string }[] = [
    { scheme: 'basic', config: (host) => ({ auths: { [host]: { auth } } }), reason: 'a name and a password' },
    { scheme: 'bearer', config: (host) => ({ auths: { [host]: { auth } } }), reason: 'the same for a token' },
    {
      scheme: 'bearer',
      config: (host) => ({ auths: { [`https://${host}/v2/`]: { username: 'ann', password: 'se:cret' } } }),
      reason: 'the address of the registry for its host',
    },
    {
      scheme: 'bearer',
      config: (host) => ({ auths: { [host]: { auth: base64('x:'), identitytoken: 'identity' } } }),
      reason: 'an identity token',
    },
    {
      scheme: 'bearer',
      config: (host) => ({ auths: { [host]: { registrytoken: 'the-token' } } }),
      reason: 'a token of the registry',
    },
    {
      scheme: 'bearer',
      config: (host) => ({ credHelpers: { [host]: 'toys' } }),
      script: answers({ Username: 'ann', Secret: 'se:cret' }),
      reason: 'a helper for this registry',
    },
    {
      scheme: 'bearer',
      config: () => ({ credsStore: 'toys' }),
      script: answers({ Username: '<token>', Secret: 'identity' }),
      reason: 'a helper for all registries, with an identity token',
    },
    {
      scheme: 'basic',
      config: (host) => ({ credsStore: 'toys', auths: { [host]: { auth } } }),
      script: 'echo "credentials not found in native keychain"; exit 1',
      reason: 'what is in the file, if the helper knows nothing',
    },
  ];
  it.for(rows)('$reason, $scheme', async ({ scheme, config, script }) => {
    const host = await serve(scheme);
    configured(config(host));
    if (script !== undefined) helper(script);
    expect((await read(host)).text).toBe('the package');
  });
});

describe('a login that does not help gets one sentence', () => {
  const rows: {
    config: (host: string) => unknown;
    script?: string;
    says: RegExp;
    type?: typeof UserError;
    reason: string;
  }[] = [
    {
      config: () => ({}),
      says: /^cannot read \S+: http:\S+ gives no token, but 401$/,
      type: NotAtHand,
      reason: 'none',
    },
    {
      config: (host) => ({ auths: { [host]: { auth: base64('ann:wrong') } } }),
      says: /gives no token, but 401/,
      type: NotAtHand,
      reason: 'a wrong one',
    },
    {
      config: () => ({ auths: { 'registry.example.org': { auth: base64('ann:se:cret') } } }),
      says: /gives no token, but 401/,
      type: NotAtHand,
      reason: 'one of another registry',
    },
    { config: () => '{', says: /^cannot read the logins in \S+config\.json: it is no JSON object$/, reason: 'no JSON' },
    {
      config: (host) => ({ auths: { [host]: { auth: '%%%' } } }),
      says: /^cannot read the login for \S+ in \S+config\.json: its auth is not a name and a password/,
      reason: 'no Base64',
    },
    {
      config: () => ({ credsStore: 'nowhere' }),
      says: /^cannot ask docker-credential-nowhere for the login at \S+: there is no such program$/,
      reason: 'a helper that is not there',
    },
    {
      config: () => ({ credsStore: '../../bin/sh' }),
      says: /"\.\.\/\.\.\/bin\/sh", which is no helper/,
      reason: 'a path',
    },
    {
      config: () => ({ credsStore: 'toys' }),
      script: 'echo no',
      says: /^docker-credential-toys gives no login for/,
      reason: 'a helper that says nonsense',
    },
  ];
  it.for(rows)('$reason', async ({ config, script, says, type = UserError }) => {
    const host = await serve('bearer');
    configured(config(host));
    if (script !== undefined) helper(script);
    const error: unknown = await read(host).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(type);
    expect((error as UserError).message).toMatch(says);
  });
});

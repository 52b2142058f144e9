/** Finds the login of a registry where `docker login` keeps it. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { UserError } from '../errors.ts';

/** A login: a name and a password, or a token that stands for both. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly identityToken: string }
  | { readonly registryToken: string };

/** https://github.com/docker/cli/blob/v28.0.0/cli/config/configfile/file.go#L23 */
interface Config {
  readonly auths?: Readonly<Record<string, Partial<Record<string, unknown>>>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** The time that a helper has for one answer, in milliseconds. */
const patience = 30_000;

/** The login for the registry at this host; undefined if nobody has logged in. Throws a `UserError` if the login cannot be read. */
export async function credentialsFor(host: string): Promise<Credentials | undefined> {
  const path = join(process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
  const config = parsed(await readFile(path, 'utf8').catch(() => '{}'), path);
  // docker login keeps the login of Docker Hub under this name.
  const server = host === 'docker.io' ? 'index.docker.io' : host;
  const helper = entryOf(config.credHelpers, server) ?? config.credsStore;
  const fromHelper = helper && (await ask(helper, host === 'docker.io' ? 'https://index.docker.io/v1/' : host, path));
  return fromHelper || loginIn(entryOf(config.auths, server) ?? {}, path, host);
}

function parsed(content: string, path: string): Config {
  try {
    const value = JSON.parse(content) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // The sentence below is for it, too.
  }
  throw new UserError(`cannot read the logins in ${path}: it is no JSON object`, { hint: 'mend it, or log in again' });
}

/** The entry of a host, whose key may be the address of the registry. */
function entryOf<T>(entries: Readonly<Record<string, T>> | undefined, host: string): T | undefined {
  const found = Object.entries(entries ?? {}).find(([key]) => key.replace(/^https?:\/\//, '').split('/')[0] === host);
  return found?.[1];
}

function loginIn(entry: Partial<Record<string, unknown>>, path: string, host: string): Credentials | undefined {
  const { auth, username, password, identitytoken, registrytoken } = entry as Partial<Record<string, string>>;
  if (registrytoken) return { registryToken: registrytoken };
  if (identitytoken) return { identityToken: identitytoken };
  if (username && password) return { username, password };
  if (!auth) return undefined;
  const [, name, secret] = /^([^:]+):([^]*)$/.exec(Buffer.from(auth, 'base64').toString('utf8')) ?? [];
  if (name !== undefined && secret !== undefined) return { username: name, password: secret };
  throw new UserError(`cannot read the login for ${host} in ${path}: its auth is not a name and a password in Base64`, {
    hint: `run docker login ${host}`,
  });
}

/** https://github.com/docker/docker-credential-helpers#development */
async function ask(helper: string, server: string, path: string): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper)) throw new UserError(`${path} names ${JSON.stringify(helper)}, which is no helper`);
  const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], timeout: patience });
  const ended = new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  // A helper that reads nothing closes the pipe.
  child.stdin.on('error', () => undefined).end(server);
  const [output, code] = await Promise.all([text(child.stdout), ended]).catch((cause: unknown) => {
    throw new UserError(`cannot ask ${program} for the login at ${server}: there is no such program`, {
      hint: `install it, or remove it from ${path}`,
      cause,
    });
  });
  // So a helper says that nobody has logged in.
  if (code !== 0 && /credentials not found/.test(output)) return undefined;
  const { Username: username, Secret: password } = answered(code === 0 ? output : '');
  if (typeof username === 'string' && typeof password === 'string') {
    return username === '<token>' ? { identityToken: password } : { username, password };
  }
  throw new UserError(`${program} gives no login for ${server}`, { hint: `run docker login ${server}` });
}

function answered(output: string): Partial<Record<string, unknown>> {
  try {
    return (JSON.parse(output) ?? {}) as Partial<Record<string, unknown>>;
  } catch {
    return {};
  }
}

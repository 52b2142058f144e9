/** Answers the challenge of a registry: with a password, or with a token that the registry gives for it, or to everybody. */
import { UserError } from '../../errors.ts';
import { bytesOf, patience } from './body.ts';
import type { Credentials } from './credentials.ts';
import { NotAtHand } from './not-at-hand.ts';

/** The most bytes of an answer with a token. */
const mostBytes = 1 << 20;

/** The `authorization` header for the challenge in a `www-authenticate` header: https://distribution.github.io/distribution/spec/auth/token/ */
export async function authorizationFor(
  challenge: string,
  source: string,
  credentials: Credentials | undefined,
): Promise<string> {
  if (credentials !== undefined && 'registryToken' in credentials) return `Bearer ${credentials.registryToken}`;
  if (/^basic/i.test(challenge) && credentials !== undefined && 'password' in credentials) return basic(credentials);
  const parameters = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const { realm, ...query } = parameters as Record<string, string>;
  if (!/^bearer /i.test(challenge) || realm === undefined) {
    throw new NotAtHand(`cannot read ${source}: the registry asks for a password`, { hint: loginHint(source) });
  }
  const url = URL.parse(realm);
  if (url === null || !isSafe(url)) {
    throw new UserError(
      `cannot read ${source}: the registry names ${JSON.stringify(realm)} for its tokens, which is no https address`,
    );
  }
  const response = await request(url, query, credentials).catch((cause: unknown) => {
    throw new NotAtHand(`cannot read ${source}: ${url.origin} gives no token`, { cause });
  });
  if (!response.ok) {
    throw new NotAtHand(`cannot read ${source}: ${url.origin} gives no token, but ${response.status}`, {
      hint: loginHint(source),
    });
  }
  return `Bearer ${tokenIn(await bytesOf(response, source, mostBytes), source, url)}`;
}

/** What to do about a refusal. */
export function loginHint(source: string): string {
  return `log in with docker login ${source.split('/')[0]}`;
}

function request(url: URL, query: Record<string, string>, credentials: Credentials | undefined): Promise<Response> {
  const signal = AbortSignal.timeout(patience);
  if (credentials !== undefined && 'identityToken' in credentials) {
    const grant = { grant_type: 'refresh_token', client_id: 'planesmith', refresh_token: credentials.identityToken };
    return fetch(url, { method: 'POST', body: new URLSearchParams({ ...query, ...grant }), signal });
  }
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const headers =
    credentials !== undefined && 'password' in credentials ? { authorization: basic(credentials) } : undefined;
  return fetch(url, { ...(headers && { headers }), signal });
}

function tokenIn(bytes: Uint8Array, source: string, url: URL): string {
  let answer: Partial<Record<string, unknown>> | null = null;
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes)) as typeof answer;
  } catch {
    // The sentence below is for it, too.
  }
  const token = answer?.['token'] ?? answer?.['access_token'];
  if (typeof token !== 'string') throw new UserError(`cannot read ${source}: ${url.origin} gives no token`);
  return token;
}

function basic({ username, password }: Extract<Credentials, { password: string }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Whether nobody on the way can read or change what is sent. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3})$/.test(hostname));
}

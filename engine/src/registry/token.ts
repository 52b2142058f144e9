/** Answers the challenge of a registry: with a password, or with a token that the registry gives for it, or to everybody. */
import { UserError } from '../errors.ts';
import { type Answer, send } from './answer.ts';
import type { Credentials } from './credentials.ts';
import type { Patience } from './patience.ts';
import { isSafe } from './reference.ts';
import { RegistryError } from './registry-error.ts';

/** The most bytes of an answer with a token. */
const mostBytes = 1 << 20;

/** Who asks, and for what. */
export interface Asking {
  /** The beginning of every message, such as `cannot read registry.example.org/widgets:v1`. */
  readonly task: string;
  readonly host: string;
  readonly origin: string;
  /** What the token must be good for, besides what the challenge names, such as `repository:widgets:pull,push`. */
  readonly scopes: readonly string[];
  readonly patience: Patience;
}

/** The `authorization` header for the challenge in a `www-authenticate` header: https://distribution.github.io/distribution/spec/auth/token/ */
export async function authorizationFor(
  challenge: string,
  asking: Asking,
  credentials: Credentials | undefined,
): Promise<string> {
  const { task, origin } = asking;
  if (credentials !== undefined && 'registryToken' in credentials) return `Bearer ${credentials.registryToken}`;
  if (/^basic/i.test(challenge) && credentials !== undefined && 'password' in credentials) return basic(credentials);
  const parameters = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const { realm, scope, ...query } = parameters as Record<string, string>;
  if (!/^bearer /i.test(challenge) || realm === undefined) {
    throw new RegistryError(`${task}: the registry asks for a password`, { status: 401, hint: loginHint(asking) });
  }
  const url = URL.parse(realm);
  if (url === null || !isSafe(url, origin)) {
    throw new UserError(
      `${task}: the registry names ${JSON.stringify(realm)} for its tokens, which is no https address`,
    );
  }
  const wanted = [...new Set([...(scope?.split(' ') ?? []), ...asking.scopes].filter(Boolean))];
  const parts = [...Object.entries(query), ...wanted.map((each): [string, string] => ['scope', each])];
  const answer = await request(url, parts, asking, credentials);
  if (!answer.ok) {
    await answer.discard();
    throw new RegistryError(`${task}: ${url.origin} gives no token, but ${answer.status}`, {
      status: answer.status,
      retryAfter: answer.retryAfter,
      hint: loginHint(asking),
    });
  }
  return `Bearer ${tokenIn(await answer.bytes(mostBytes), task, url)}`;
}

/** What to do about a refusal. */
export function loginHint({ host }: Pick<Asking, 'host'>): string {
  return `log in with docker login ${host}`;
}

function request(
  url: URL,
  query: readonly (readonly [string, string])[],
  { task, patience }: Asking,
  credentials: Credentials | undefined,
): Promise<Answer> {
  const about = { task, patience, silent: `${url.origin} gives no token` };
  if (credentials !== undefined && 'identityToken' in credentials) {
    const form = new URLSearchParams([
      ['grant_type', 'refresh_token'],
      ['client_id', 'planesmith'],
      ['refresh_token', credentials.identityToken],
      ...query.filter(([key]) => key !== 'scope').map(([key, value]): [string, string] => [key, value]),
    ]);
    // The form of OAuth has one scope, in which spaces separate several.
    form.set('scope', query.flatMap(([key, value]) => (key === 'scope' ? [value] : [])).join(' '));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return send(url, { method: 'POST', headers, body: new TextEncoder().encode(form.toString()) }, about);
  }
  for (const [key, value] of query) url.searchParams.append(key, value);
  const headers =
    credentials !== undefined && 'password' in credentials ? { authorization: basic(credentials) } : undefined;
  return send(url, { method: 'GET', ...(headers && { headers }) }, about);
}

function tokenIn(bytes: Uint8Array, task: string, url: URL): string {
  let answer: Partial<Record<string, unknown>> | null = null;
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes)) as typeof answer;
  } catch {
    // The sentence below is for it, too.
  }
  const token = answer?.['token'] ?? answer?.['access_token'];
  if (typeof token === 'string' && /^[\x20-\x7e]+$/.test(token)) return token;
  throw new UserError(`${task}: ${url.origin} gives no token`);
}

function basic({ username, password }: Extract<Credentials, { password: string }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

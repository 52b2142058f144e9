/** Gets the token that some registries require from anonymous clients, too. */
import { UserError } from '../../errors.ts';

/** A bearer token for the challenge in a `www-authenticate` header: https://distribution.github.io/distribution/spec/auth/token/ */
export async function anonymousToken(challenge: string, source: string): Promise<string> {
  const parameters = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const { realm, ...query } = parameters as Record<string, string>;
  if (!/^bearer /i.test(challenge) || realm === undefined) {
    throw new UserError(`cannot read ${source}: the registry asks for a password`, {
      hint: 'only anonymous access is tried',
    });
  }
  const url = URL.parse(realm);
  if (url === null || !isSafe(url)) {
    throw new UserError(
      `cannot read ${source}: the registry names ${JSON.stringify(realm)} for its tokens, which is no https address`,
    );
  }
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const response = await fetch(url).catch((cause: unknown) => {
    throw new UserError(`cannot read ${source}: ${url.origin} gives no token`, { cause });
  });
  if (!response.ok) throw new UserError(`cannot read ${source}: ${url.origin} gives no token, but ${response.status}`);
  const answer = (await response.json().catch(() => undefined)) as Partial<Record<string, unknown>> | undefined;
  const token = answer?.['token'] ?? answer?.['access_token'];
  if (typeof token !== 'string') throw new UserError(`cannot read ${source}: ${url.origin} gives no token`);
  return token;
}

/** Whether nobody on the way can read or change what is sent. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3})$/.test(hostname));
}

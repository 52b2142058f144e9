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
  const url = new URL(realm);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  const response = await fetch(url).catch((cause: unknown) => {
    throw new UserError(`cannot read ${source}: ${url.origin} gives no token`, { cause });
  });
  if (!response.ok) throw new UserError(`cannot read ${source}: ${url.origin} gives no token, but ${response.status}`);
  const { token, access_token: accessToken } = (await response.json()) as { token?: string; access_token?: string };
  return token ?? accessToken ?? '';
}

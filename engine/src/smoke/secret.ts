/** What the Secret of a claim says about the server behind it: where it listens, and how to log in. */

/** The values of a Secret by their keys, as the cluster has them (base64). */
export type SecretData = Readonly<Record<string, string>>;

/** Where a server listens. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A server that asks for a user and a password in a protocol that we speak. */
export interface Login extends Endpoint {
  readonly protocol: 'postgresql' | 'redis';
  readonly username: string;
  readonly password: string;
  /** Of PostgreSQL; empty for the server's own choice. */
  readonly database: string;
  /** Undefined if the address asks for no TLS. */
  readonly tls: Trust | undefined;
}

/** Whom to believe over TLS. */
export interface Trust {
  /** The authority that must have signed the certificate, in PEM; undefined for the public ones. */
  readonly ca: string | undefined;
  /** Whether the certificate is looked at. */
  readonly isChecked: boolean;
}

const lastPort = 65_535;

/** Where the Secret says that a server listens: by its keys host and port, or by an address in it; undefined if it does not say. */
export function endpointIn(data: SecretData): Endpoint | undefined {
  const { host, port } = textsOf(data);
  // Nobody can open a port beyond the last one: Node.js throws for it.
  if (host !== undefined && port !== undefined && /^\d+$/.test(port) && Number(port) <= lastPort)
    return { host, port: Number(port) };
  const url = addressesIn(data).find(({ hostname, port: own }) => hostname !== '' && own !== '');
  return url && { host: hostOf(url), port: Number(url.port) };
}

/** How to log in, by the first address in the Secret of a protocol that we speak, with a user; undefined if it has none. */
export function loginIn(data: SecretData): Login | undefined {
  const ca = textsOf(data)['ca.crt'];
  return addressesIn(data)
    .map((url) => loginOf(url, ca))
    .find((login) => login !== undefined);
}

function loginOf(url: URL, ca: string | undefined): Login | undefined {
  const scheme = url.protocol.slice(0, -1);
  const protocol = protocols[scheme];
  if (protocol === undefined || url.hostname === '') return undefined;
  const username = url.username === '' ? usualUsers[protocol] : decoded(url.username);
  const password = decoded(url.password);
  if (!username || !password) return undefined;
  return {
    protocol,
    host: hostOf(url),
    port: Number(url.port === '' ? usualPorts[protocol] : url.port),
    username,
    password,
    database: protocol === 'postgresql' ? (decoded(url.pathname.slice(1)) ?? '') : '',
    tls: protocol === 'redis' ? redisTrust(scheme, ca) : postgresTrust(url.searchParams.get('sslmode'), ca),
  };
}

const protocols: Readonly<Record<string, Login['protocol']>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  redis: 'redis',
  rediss: 'redis',
};
/** Who logs in if the address has a password alone (https://redis.io/docs/latest/commands/auth/). */
const usualUsers: Readonly<Record<Login['protocol'], string | undefined>> = { postgresql: undefined, redis: 'default' };
const usualPorts = { postgresql: 5432, redis: 6379 } as const;

function redisTrust(scheme: string, ca: string | undefined): Trust | undefined {
  return scheme === 'rediss' ? { ca, isChecked: true } : undefined;
}

/**
 * As libpq reads `sslmode` (https://www.postgresql.org/docs/17/libpq-ssl.html), but with an authority in the Secret the name is checked, too:
 * what the Secret promises must hold. The modes that take either are not asked for TLS.
 */
function postgresTrust(mode: string | null, ca: string | undefined): Trust | undefined {
  if (mode === 'require') return { ca, isChecked: ca !== undefined };
  return mode === 'verify-ca' || mode === 'verify-full' ? { ca, isChecked: true } : undefined;
}

function textsOf(data: SecretData): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}

function addressesIn(data: SecretData): readonly URL[] {
  return Object.values(textsOf(data)).flatMap((text = '') =>
    /^[a-z][a-z0-9+.-]*:\/\//.test(text) && URL.canParse(text) ? [new URL(text)] : [],
  );
}

/** Without the brackets of an address of IPv6, which only a URL has. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Undefined for what no program has encoded. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The connection Secret: the same keys, with the same meaning, on every target. */

interface Endpoint {
  readonly host: string | undefined;
  readonly port: number;
  readonly username: string;
  readonly password: string | undefined;
  readonly tls: boolean;
}

/** The values of the Secret. Unknown values are undefined, as is a user without a password: the Secret keeps its previous values. */
export function connectionSecret({ host, port, username, password, tls }: Endpoint) {
  const isKnown = host !== undefined && password !== undefined;
  return {
    host,
    port: String(port),
    username: password === undefined ? undefined : username,
    password,
    tls: String(tls),
    uri: isKnown
      ? `${tls ? 'rediss' : 'redis'}://${username}:${encodeURIComponent(password)}@${host}:${port}`
      : undefined,
  };
}

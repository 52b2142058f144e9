/** The connection Secret: the same keys, with the same meaning, on every target. */

export interface Endpoint {
  /** What runs the server. */
  readonly provider: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** The authority that signed the server's certificate, in PEM. */
  readonly ca: string | undefined;
}

/** The values of the Secret; what depends on something unknown is undefined. Both URIs insist on TLS. */
export function connectionSecret({ provider, host, port, database, username, password, ca }: Endpoint) {
  const known = host !== undefined && port !== undefined && username !== undefined && password !== undefined;
  const user = encodeURIComponent(username ?? '');
  const secret = encodeURIComponent(password ?? '');
  return {
    type: 'postgresql',
    provider,
    host,
    port: port?.toString(),
    database,
    username,
    password,
    uri: known ? `postgresql://${user}:${secret}@${host}:${port}/${database}?sslmode=require` : undefined,
    'jdbc-uri': known
      ? `jdbc:postgresql://${host}:${port}/${database}?user=${user}&password=${secret}&sslmode=require`
      : undefined,
    'ca.crt': ca,
  };
}

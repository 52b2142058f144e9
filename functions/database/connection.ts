/** The connection Secret of a database: the same keys with the same meaning on every target. */

/** The port of PostgreSQL on every target. */
export const port = 5432;

export interface Endpoint {
  /** The product that runs the server. */
  readonly provider: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** The authority that signed the server's certificate, in PEM. */
  readonly ca: string | undefined;
}

/** The values of the Secret: undefined as long as something in them is not known. Both URIs demand TLS. */
export function connectionSecret(endpoint: Endpoint) {
  const { provider, host, port: portNumber, database, username, password, ca } = endpoint;
  const isKnown = host !== undefined && portNumber !== undefined && username !== undefined && password !== undefined;
  const user = encodeURIComponent(username ?? '');
  const secret = encodeURIComponent(password ?? '');
  return {
    type: 'postgresql',
    provider,
    host,
    port: portNumber?.toString(),
    database,
    username,
    password,
    uri: isKnown ? `postgresql://${user}:${secret}@${host}:${portNumber}/${database}?sslmode=require` : undefined,
    'jdbc-uri': isKnown
      ? `jdbc:postgresql://${host}:${portNumber}/${database}?user=${user}&password=${secret}&sslmode=require`
      : undefined,
    'ca.crt': ca,
  };
}

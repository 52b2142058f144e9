/** Names inside a PostgreSQL server. */

const maxLength = 63;

/** Names that are reserved by PostgreSQL, its `pg_hba.conf`, the pooler, or the product that runs the server. */
const reserved = new Set(
  'postgres template0 template1 public none streaming_replica all sameuser samerole samegroup replication pgbouncer'.split(
    ' ',
  ),
);
const reservedPrefixes = ['pg_', 'rds', 'cnpg_'];

/**
 * The claim's name as the name of a database and a role: lower-case letters, digits and underscores. A name that is too long, reserved or
 * not possible in PostgreSQL gets a prefix, is cut, and ends with `hash`, so that no two claims share one.
 */
export function identifier(claimName: string, hash: string): string {
  const plain = claimName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
  const isPlain =
    /^[a-z][a-z0-9-]*$/.test(claimName) &&
    plain.length <= maxLength &&
    !reserved.has(plain) &&
    !reservedPrefixes.some((prefix) => plain.startsWith(prefix));
  return isPlain ? plain : `${`db_${plain}`.slice(0, maxLength - hash.length - 1)}_${hash}`;
}

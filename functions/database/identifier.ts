/** Names inside a PostgreSQL server. */

const longest = 63;
/** Words with a meaning of their own as a database or role: to PostgreSQL, its `pg_hba.conf`, its pooler, or what runs the server. */
const reserved = new Set(
  'postgres template0 template1 public none streaming_replica all sameuser samerole samegroup replication pgbouncer'.split(
    ' ',
  ),
);
const reservedPrefixes = ['pg_', 'rds', 'cnpg_'];

/**
 * The claim's name as the name of a database and a role, in lower case, digits and underscores. One that is too long, reserved or
 * spelt otherwise than such names can be is prefixed, cut and followed by `hash`, so that no two claims share one.
 */
export function identifier(claimName: string, hash: string): string {
  const plain = claimName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
  const isPlain =
    /^[a-z][a-z0-9-]*$/.test(claimName) &&
    plain.length <= longest &&
    !reserved.has(plain) &&
    !reservedPrefixes.some((prefix) => plain.startsWith(prefix));
  return isPlain ? plain : `${`db_${plain}`.slice(0, longest - hash.length - 1)}_${hash}`;
}

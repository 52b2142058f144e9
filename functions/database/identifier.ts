/** Names inside a PostgreSQL server. */

const longest = 63;
/** Names that PostgreSQL, CloudNativePG or RDS keep for themselves, as database or as role. */
const reserved = new Set([
  'postgres',
  'template0',
  'template1',
  'rdsadmin',
  'public',
  'none',
  'app',
  'streaming_replica',
]);
const reservedPrefixes = ['pg_', 'rds', 'cnpg_'];

/**
 * The claim's name as a database and role name that needs no quotes: dashes become underscores. A name that is too long, reserved
 * or spelt otherwise is cut or prefixed and carries `hash`, so that no two claims share one.
 */
export function identifier(claimName: string, hash: string): string {
  const plain = claimName.replaceAll(/[^a-z0-9]/g, '_');
  const isPlain =
    /^[a-z][a-z0-9-]*$/.test(claimName) &&
    plain.length <= longest &&
    !reserved.has(plain) &&
    !reservedPrefixes.some((prefix) => plain.startsWith(prefix));
  return isPlain ? plain : `db_${plain}`.slice(0, longest - hash.length - 1) + `_${hash}`;
}

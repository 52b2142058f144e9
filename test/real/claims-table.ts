/** Claims whose verdict is known: valid ones, and one for every known mistake. */

/** One claim, a valid Database unless its row says otherwise. */
export interface ClaimRow {
  /** The reason for its verdict. */
  readonly reason: string;
  readonly valid: boolean;
  readonly claim: object;
}

/** A valid name. Every row gets its own, because two objects of one name are a mistake too. */
const metadata = { name: 'orders', namespace: 'team-a' };
const identity = { apiVersion: 'platform.example.org/v1alpha1', kind: 'Database' };

const good = (reason: string, spec: unknown, rest: object = {}): ClaimRow => ({
  reason,
  valid: true,
  claim: { ...identity, metadata, spec, ...rest },
});
const bad = (reason: string, spec: unknown, rest: object = {}): ClaimRow => ({
  ...good(reason, spec, rest),
  valid: false,
});

const advanced = (fields: object) => ({ advanced: fields });
const secret = (fields: object) => ({ connectionSecret: fields });

const rows: readonly ClaimRow[] = [
  good('every field has a default or may be absent', {}),
  good('every field at its smallest', {
    engine: 'postgres',
    version: '15',
    size: 'small',
    storageGB: 1,
    deletion: 'delete',
    connectionSecret: { name: 'a', keyAliases: {} },
    advanced: {
      maxConnections: 25,
      statementTimeoutSeconds: 0,
      idleTransactionTimeoutSeconds: 0,
      lockTimeoutSeconds: 0,
      slowStatementMilliseconds: -1,
      workMemoryMB: 1,
      logStatements: 'none',
    },
  }),
  good('every field at its largest', {
    version: '18',
    size: 'large',
    storageGB: 1000,
    deletion: 'retain',
    connectionSecret: {
      name: 'a'.repeat(253),
      keyAliases: { PGHOST: 'host', PGPASSWORD: 'password', URL: 'jdbc-uri' },
    },
    advanced: {
      maxConnections: 5000,
      statementTimeoutSeconds: 86_400,
      idleTransactionTimeoutSeconds: 86_400,
      lockTimeoutSeconds: 3600,
      slowStatementMilliseconds: 600_000,
      workMemoryMB: 512,
      logStatements: 'all',
    },
  }),
  good('objects may be empty', { connectionSecret: {}, advanced: {} }),
  good('an integer may be written with a fraction of zero', { storageGB: 20.0 }),
  good('null means absent if there is a default', { size: null }),
  good(
    'labels and annotations are free',
    {},
    {
      metadata: {
        ...metadata,
        labels: { team: 'a', 'example.org/tier': 'gold' },
        annotations: { note: 'any text at all' },
      },
    },
  ),
  good('the longest name', {}, { metadata: { ...metadata, name: 'a'.repeat(63) } }),
  good('a name with dots', {}, { metadata: { ...metadata, name: 'orders.v2' } }),
  good('a name that is a number', {}, { metadata: { ...metadata, name: '7' } }),

  bad('a spec is required', undefined),
  bad('a spec is an object', 'small'),
  bad('a spec is not a list', []),
  bad('a spec is not null', null),
  bad('a size that the platform does not offer', { size: 'huge' }),
  bad('a size in capitals', { size: 'Small' }),
  bad('a size that is a number', { size: 1 }),
  bad('a version that YAML reads as a number', { version: 17 }),
  bad('a version that the platform does not offer', { version: '14' }),
  bad('an engine that the platform does not offer', { engine: 'mysql' }),
  bad('an unknown value of deletion', { deletion: 'Retain' }),
  bad('no storage', { storageGB: 0 }),
  bad('negative storage', { storageGB: -10 }),
  bad('too much storage', { storageGB: 1001 }),
  bad('half a gigabyte', { storageGB: 10.5 }),
  bad('storage in words', { storageGB: '10' }),
  bad('storage with a unit', { storageGB: '10Gi' }),
  bad('storage that is a list', { storageGB: [10] }),
  bad('storage beyond what a number can be', { storageGB: 1e30 }),
  bad('an unknown field', { colour: 'blue' }),
  bad('a misspelt field', { storageGb: 10 }),
  bad('an unknown field deep inside', advanced({ maxConnection: 100 })),
  bad('an unknown field beside spec', {}, { specification: {} }),
  bad('an unknown field of the metadata', {}, { metadata: { ...metadata, lables: {} } }),
  bad('advanced settings that are a word', { advanced: 'fast' }),
  bad('too few sessions', advanced({ maxConnections: 24 })),
  bad('too many sessions', advanced({ maxConnections: 5001 })),
  bad('a negative timeout', advanced({ statementTimeoutSeconds: -1 })),
  bad('a timeout of more than a day', advanced({ idleTransactionTimeoutSeconds: 86_401 })),
  bad('a lock timeout that is too long', advanced({ lockTimeoutSeconds: 3601 })),
  bad('a limit for slow statements below -1', advanced({ slowStatementMilliseconds: -2 })),
  bad('no memory to work with', advanced({ workMemoryMB: 0 })),
  bad('an unknown kind of statement to log', advanced({ logStatements: 'some' })),
  bad('a boolean instead of a word', advanced({ logStatements: true })),
  bad('two mistakes at once', { size: 'huge', storageGB: 0 }),
  bad('a Secret name in capitals', secret({ name: 'Orders' })),
  bad('a Secret name with an underscore', secret({ name: 'orders_db' })),
  bad('a Secret name that is too long', secret({ name: 'a'.repeat(254) })),
  bad('an empty Secret name', secret({ name: '' })),
  bad('an alias for a key that does not exist', secret({ keyAliases: { HOST: 'hostname' } })),
  bad('an alias for two keys', secret({ keyAliases: { HOST: ['host', 'port'] } })),
  bad(
    'more aliases than are allowed',
    secret({
      keyAliases: Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`KEY_${index}`, 'host'])),
    }),
  ),
  bad('aliases as a list', secret({ keyAliases: ['host'] })),
  bad('an alias with a space', secret({ keyAliases: { 'PG HOST': 'host' } })),
  bad('an empty alias', secret({ keyAliases: { '': 'host' } })),
  bad('an alias that is a path', secret({ keyAliases: { '..': 'host' } })),
  bad('an alias that is too long', secret({ keyAliases: { ['A'.repeat(254)]: 'host' } })),
  bad('an alias that JavaScript reserves', secret({ keyAliases: Object.fromEntries([['__proto__', 'host']]) })),
  bad('a name in capitals', {}, { metadata: { ...metadata, name: 'Orders' } }),
  bad('a name that is too long for a label', {}, { metadata: { ...metadata, name: 'a'.repeat(64) } }),
  bad('labels that are no strings', {}, { metadata: { ...metadata, labels: { team: 7 } } }),
];

/** Every row; it has a name of its own unless the name is the mistake. */
export const claimsTable: readonly ClaimRow[] = rows.map((row, index) => {
  const { metadata: rowMetadata } = row.claim as { metadata: { name: string } };
  const name = rowMetadata.name === metadata.name ? `orders-${index}` : rowMetadata.name;
  return { ...row, claim: { ...row.claim, metadata: { ...rowMetadata, name } } };
});

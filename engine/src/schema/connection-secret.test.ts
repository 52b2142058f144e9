import { describe, expect, it } from 'vitest';
import { check, connectionSecret, object } from './index.ts';

describe('the aliases of Secret keys', () => {
  const issuesOf = (alias: string) =>
    check(object({ connectionSecret: connectionSecret({ host: 'The host.', port: 'The port.' }) }), {
      connectionSecret: { keyAliases: Object.fromEntries([[alias, 'host']]) },
    });

  it.each(['PGHOST', 'db.host', '.pgpass', '_-', 'constructor', 'A'.repeat(253)])('may be %j', (alias) => {
    expect(issuesOf(alias)).toEqual([]);
  });

  it.each(['', 'PG HOST', 'pg/host', 'höst', '.', '..', '..host', 'A'.repeat(254), '__proto__', 'host\n'])(
    'may not be %j',
    (alias) => {
      expect(issuesOf(alias)).toEqual([
        {
          path: 'connectionSecret.keyAliases',
          message: expect.stringContaining('an alias is a key of a Secret') as string,
        },
      ]);
    },
  );
});

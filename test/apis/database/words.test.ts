/** Database: names inside the server, settings and sizes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizes } from '../../../apis/vocabulary.ts';
import { identifier } from '../../../functions/database/identifier.ts';
import { settingsOf } from '../../../functions/database/settings.ts';
import { type Capacity, capacityOf, currentEdition, sizeTable } from '../../../functions/database/sizes.ts';
import { recoverSizing } from '../../../functions/database/sizing.ts';
import { platform } from '../../cases/platform.ts';
import { at, readyIn } from './fixtures.ts';

const hash = '0123abcd';

describe('the name of a database and its login', () => {
  test.each([
    { claim: 'orders', name: 'orders', reason: 'a plain name stays' },
    { claim: 'web-shop-2', name: 'web_shop_2', reason: 'a name in PostgreSQL has no dashes' },
    { claim: 'postgres', name: `db_postgres_${hash}`, reason: "it is the administrator's" },
    { claim: 'all', name: `db_all_${hash}`, reason: 'pg_hba.conf reads it as every database' },
    { claim: 'pgbouncer', name: `db_pgbouncer_${hash}`, reason: 'a pooler has a database of this name' },
    { claim: 'pg-stats', name: `db_pg_stats_${hash}`, reason: 'PostgreSQL reserves the prefix pg_' },
    { claim: 'rdsadmin', name: `db_rdsadmin_${hash}`, reason: 'RDS reserves it' },
    { claim: '2nd', name: `db_2nd_${hash}`, reason: 'a name cannot begin with a digit' },
    { claim: 'a.b', name: `db_a_b_${hash}`, reason: 'a-b would have the same name' },
    { claim: 'x'.repeat(70), name: `db_${'x'.repeat(51)}_${hash}`, reason: 'PostgreSQL cuts names after 63 bytes' },
  ])('is $name for $claim: $reason', ({ claim, name }) => {
    expect(identifier(claim, hash)).toBe(name);
  });

  test('is always valid in PostgreSQL and unique', () => {
    const claim = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,80}[a-z0-9])?$/);
    const short = fc.stringMatching(/^[a-z0-9]{1,2}[.-]?[a-z0-9]{1,2}$/);
    const named = fc.tuple(fc.oneof(claim, short), fc.stringMatching(/^[0-9a-f]{8}$/));
    fc.assert(
      fc.property(named, named, ([first, firstHash], [second, secondHash]) => {
        const [one, other] = [identifier(first, firstHash), identifier(second, secondHash)];
        expect(one).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
        if (first !== second && firstHash !== secondHash) expect(one).not.toBe(other);
      }),
    );
  });
});

describe('advanced settings', () => {
  test('have the units that every server assumes', () => {
    expect(
      settingsOf({
        maxConnections: 150,
        statementTimeoutSeconds: 30,
        idleTransactionTimeoutSeconds: 60,
        lockTimeoutSeconds: 0,
        slowStatementMilliseconds: -1,
        workMemoryMB: 16,
        logStatements: 'ddl',
      }),
    ).toEqual({
      max_connections: '150',
      statement_timeout: '30000',
      idle_in_transaction_session_timeout: '60000',
      lock_timeout: '0',
      log_min_duration_statement: '-1',
      work_mem: '16384',
      log_statement: 'ddl',
    });
    expect(settingsOf(undefined)).toEqual({});
  });

  test('reach the server on every target', () => {
    const advanced = { statementTimeoutSeconds: 30, maxConnections: 50 };
    const inCluster = readyIn({ target: 'incluster', environment: 'prod' }, { advanced });
    expect(at(inCluster, 'cluster', 'spec.postgresql.parameters')).toMatchObject({
      statement_timeout: '30000',
      max_connections: '50',
    });
    expect(at(inCluster, 'pooler', 'spec.pgbouncer.parameters.default_pool_size')).toBe('20');
    const onAws = readyIn({ target: 'aws', environment: 'dev' }, { advanced });
    expect(at(onAws, 'parameters.17', 'spec.forProvider.parameter')).toEqual([
      { name: 'rds.force_ssl', value: '1', applyMethod: 'immediate' },
      { name: 'max_connections', value: '50', applyMethod: 'pending-reboot' },
      { name: 'statement_timeout', value: '30000', applyMethod: 'immediate' },
    ]);
  });
});

describe('the size table', () => {
  test('finds every size again by its values', () => {
    for (const size of sizes) {
      const { instanceClass, memoryMB } = capacityOf(size, currentEdition, sizeTable) as Capacity;
      const found = { sizing: currentEdition, size };
      expect(recoverSizing(platform, {}, sizeTable, (capacity) => capacity.instanceClass === instanceClass)).toEqual(
        found,
      );
      expect(recoverSizing(platform, {}, sizeTable, (capacity) => capacity.memoryMB === memoryMB)).toEqual(found);
    }
  });
});

/** The claim's advanced settings as PostgreSQL parameters. */
import type { SpecOutput } from 'planesmith/schema';
import type { database } from '../../apis/database.ts';

/** Parameters by name, in PostgreSQL's own base units, so that every target accepts them unchanged. */
export type Settings = Readonly<Record<string, string>>;

/** The parameters that the claim sets, and no others. */
export function settingsOf(advanced: SpecOutput<typeof database>['advanced'] = {}): Settings {
  const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000);
  const kibibytes = (value: number | undefined) => (value === undefined ? undefined : value * 1024);
  const parameters = {
    idle_in_transaction_session_timeout: seconds(advanced.idleTransactionTimeoutSeconds),
    lock_timeout: seconds(advanced.lockTimeoutSeconds),
    log_min_duration_statement: advanced.slowStatementMilliseconds,
    log_statement: advanced.logStatements,
    max_connections: advanced.maxConnections,
    statement_timeout: seconds(advanced.statementTimeoutSeconds),
    work_mem: kibibytes(advanced.workMemoryMB),
  };
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** Logs in to a PostgreSQL as an application does, and asks it for a row. */
import postgres from 'postgres';
import type { Login } from './secret.ts';

/** Resolves once the server has answered `SELECT 1`. Rejects with what it says, or once the signal ends the attempt. */
export async function askPostgresql(login: Login, signal: AbortSignal): Promise<void> {
  const { host, port, username, password, database, tls } = login;
  const sql = postgres({
    host,
    port,
    username,
    password,
    database: database === '' ? username : database,
    // The name to check: the library gives that of a host, but no address.
    ssl:
      tls === undefined
        ? false
        : { host, rejectUnauthorized: tls.isChecked, ...(tls.ca !== undefined && { ca: tls.ca }) },
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'planesmith smoke' },
  });
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([sql`SELECT 1`, ended]);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

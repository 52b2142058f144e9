/** The application's own login and database on a server whose administrator is not a superuser, made through provider-sql. */
import { AdministratorSecret } from '../kinds/administrator-secret.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';
import { externalName, keep } from '../cloud/managed.ts';
import type { DatabasePlan } from './plan.ts';

export interface Login {
  readonly plan: DatabasePlan;
  /** The administrator's login. */
  readonly master: string;
  /** Name of the composed ProviderConfig. */
  readonly providerConfig: string;
}

/** How provider-sql reaches the server: with a Secret that has its host, without a port, under `hostKey`. */
export function administrator(connectionSecret: string, hostKey: string) {
  return ProviderConfig({
    spec: {
      credentials: {
        source: 'PostgreSQLConnectionSecret',
        connectionSecretRef: { name: connectionSecret },
        secretKeyMapping: { endpoint: hostKey },
      },
      defaultDatabase: 'postgres',
      sslMode: 'require',
    },
  });
}

interface Administrator {
  readonly host: string | undefined;
  readonly port: number;
  readonly username: string;
  readonly password: string | undefined;
  /** The Secret as it exists: what is not known just now stays. */
  readonly existing: AdministratorSecret | undefined;
  readonly after: readonly string[];
}

/** Such a Secret, for a server whose own resource writes none that is complete; made once the server is there. */
export function administratorSecret({ host, port, username, password, existing, after }: Administrator) {
  const kept = existing?.data ?? {};
  const encoded = (value: string | undefined, key: string) => (value === undefined ? kept[key] : btoa(value));
  const known = { endpoint: encoded(host, 'endpoint'), password: encoded(password, 'password') };
  return AdministratorSecret(
    {
      type: 'Opaque',
      data: {
        ...Object.fromEntries(
          Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
        port: btoa(String(port)),
        username: btoa(username),
      },
    },
    { after },
  );
}

/** None of these is ever deleted by itself: they live and go with their server, which may be gone first. */
const managed = ({ providerConfig }: Login) => ({
  managementPolicies: keep,
  providerConfigRef: { kind: 'ProviderConfig', name: providerConfig },
});

/** The application's login. */
export function role(login: Login, connectionSecret: string, after: readonly string[]) {
  return Role(
    {
      metadata: externalName(login.plan.record.username),
      spec: {
        ...managed(login),
        writeConnectionSecretToRef: { name: connectionSecret },
        forProvider: { privileges: { login: true, createDb: false, createRole: false } },
      },
    },
    { after },
  );
}

/** Makes the administrator a member of the application's role, without which it could not hand a database to it. */
export function membership(login: Login) {
  return Grant(
    { spec: { ...managed(login), forProvider: { role: login.master, memberOf: login.plan.record.username } } },
    { after: ['role'] },
  );
}

/** The application's database, which the application owns: its `public` schema belongs to it too. */
export function database(login: Login) {
  return Database(
    {
      metadata: externalName(login.plan.record.database),
      spec: {
        ...managed(login),
        forProvider: { owner: login.plan.record.username, template: 'template0', encoding: 'UTF8' },
      },
    },
    { after: ['membership'] },
  );
}

/** Opens the application's database to the application and closes it to everyone else. */
export function access(login: Login) {
  const { database, username } = login.plan.record;
  return Grant(
    {
      spec: {
        ...managed(login),
        forProvider: {
          database,
          role: username,
          privileges: ['CONNECT', 'CREATE', 'TEMPORARY'],
          revokePublicOnDb: true,
        },
      },
    },
    { after: ['database'] },
  );
}

/**
 * Closes the server's own databases, which PostgreSQL opens to every login. A Grant revokes only when it grants something that is
 * not there yet, so each lets in the monitoring roles, which should be let in anyway.
 */
export function lockdown(login: Login, after: readonly string[]) {
  const close = (database: string) =>
    Grant(
      {
        spec: {
          ...managed(login),
          forProvider: { database, role: 'pg_monitor', privileges: ['CONNECT'], revokePublicOnDb: true },
        },
      },
      { after },
    );
  return { postgres: close('postgres'), template1: close('template1') };
}

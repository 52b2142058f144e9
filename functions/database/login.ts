/** The application's own login and database on a server whose administrator is no superuser, made by provider-sql. */
import { allButDelete, withKnownName } from '../cloud/managed.ts';
import { AdministratorSecret } from '../kinds/administrator-secret.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';

export interface Login {
  readonly record: { readonly database: string; readonly username: string };
  /** The administrator's login. */
  readonly master: string;
  /** The name of a composed resource, by the key that it has on every target. */
  readonly name: (key: 'master' | 'membership' | 'access' | 'lockdown', item?: string) => string;
}

/** The ProviderConfig by which provider-sql reaches the server: its Secret has the host, without a port, under `hostKey`. */
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
  /** The Secret that exists: it keeps values that are unknown for the moment. */
  readonly existing: AdministratorSecret | undefined;
}

/** A Secret for `administrator`, if the provider of the server writes none that is complete. */
export function administratorSecret({ host, port, username, password, existing }: Administrator) {
  const previous = existing?.data ?? {};
  const encoded = (value: string | undefined, key: string) => (value === undefined ? previous[key] : btoa(value));
  const data = { endpoint: encoded(host, 'endpoint'), password: encoded(password, 'password') };
  return AdministratorSecret({
    type: 'Opaque',
    data: {
      ...Object.fromEntries(Object.entries(data).filter((entry): entry is [string, string] => entry[1] !== undefined)),
      port: btoa(String(port)),
      username: btoa(username),
    },
  });
}

/**
 * Nothing inside a server is ever deleted on its own: it goes with the server, which may be gone first. So the provider removes the finalizer of `withKnownName`
 * without a look at the server.
 */
const managed = ({ name }: Login) => ({
  managementPolicies: allButDelete,
  providerConfigRef: { kind: 'ProviderConfig', name: name('master') },
});

/** The application's login. */
export function role(login: Login, connectionSecret: string) {
  return Role({
    metadata: withKnownName(login.record.username),
    spec: {
      ...managed(login),
      writeConnectionSecretToRef: { name: connectionSecret },
      forProvider: { privileges: { login: true, createDb: false, createRole: false } },
    },
  });
}

/** Makes the administrator a member of the application's role: otherwise it could not make that role the owner of a database. */
export function membership(login: Login) {
  return Grant({
    metadata: withKnownName(login.name('membership')),
    spec: { ...managed(login), forProvider: { role: login.master, memberOf: login.record.username } },
  });
}

/** The application's database. The application owns it, and with it the `public` schema. */
export function database(login: Login) {
  return Database({
    metadata: withKnownName(login.record.database),
    spec: {
      ...managed(login),
      forProvider: { owner: login.record.username, template: 'template0', encoding: 'UTF8' },
    },
  });
}

/** Opens the application's database to the application, and closes it to everyone else. */
export function access(login: Login) {
  const { database, username } = login.record;
  return Grant({
    metadata: withKnownName(login.name('access')),
    spec: {
      ...managed(login),
      forProvider: {
        database,
        role: username,
        privileges: ['CONNECT', 'CREATE', 'TEMPORARY'],
        revokePublicOnDb: true,
      },
    },
  });
}

/**
 * Closes the server's own database `postgres`, which PostgreSQL opens to every login. A Grant revokes only while something that it grants is
 * missing, so this one grants access to the monitoring roles, which should have it anyway.
 */
export function lockdown(login: Login) {
  return Grant({
    metadata: withKnownName(login.name('lockdown')),
    spec: {
      ...managed(login),
      forProvider: { database: 'postgres', role: 'pg_monitor', privileges: ['CONNECT'], revokePublicOnDb: true },
    },
  });
}

/**
 * Closes `template1`, which PostgreSQL opens to every login too. Nobody but a superuser, such as the cloud itself during an upgrade, has a reason to
 * connect to it, and no limit holds for superusers (postgresql.org/docs/current/sql-alterdatabase.html). Its owner may set the limit: the administrator
 * at AWS, and roles of which the administrator is a member at Google (cloudsqlsuperuser) and Azure (azure_pg_admin). A change of a database that
 * exists costs a third of the writes of a Grant.
 */
export function template(login: Login) {
  return Database({
    metadata: withKnownName('template1'),
    spec: {
      ...managed(login),
      managementPolicies: ['Observe', 'Update'],
      forProvider: { connectionLimit: 0 },
    },
  });
}

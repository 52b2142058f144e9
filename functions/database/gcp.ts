/** Database on Google Cloud: a Cloud SQL instance in the private network, with a login and a database for the application alone. */
import { main, perItem, resource } from 'planesmith/authoring';
import { alarms } from '../alarms/gcp.ts';
import { target } from '../bind.ts';
import { gcpKey, gcpPlace } from '../cloud/placement.ts';
import { generator, passwordSecret, passwordOf } from '../cluster/password.ts';
import { AdministratorSecret } from '../kinds/administrator-secret.ts';
import { DatabaseInstance } from '../kinds/cloud-sql-instance.ts';
import { ExternalSecret } from '../kinds/external-secret.ts';
import { AlertPolicy } from '../kinds/gcp-alert-policy.ts';
import { Password } from '../kinds/password.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';
import { cloudSqlAlarms } from './alarms.ts';
import { capacityOfInstance, instance, logDaysOf, masterUser, recoverFromInstance, storageOf } from './cloud-sql.ts';
import { connectionSecret, port } from './connection.ts';
import { creationSuffix } from './creation.ts';
import * as login from './login.ts';
import { databasePlanner } from './plan.ts';
import { withCapacity } from './sizing.ts';
import { databaseStatus } from './status.ts';

export const gcp = target(
  databasePlanner,
  {
    environment: ['gcp'],
    resources: {
      instance: main(DatabaseInstance, { after: ['password'] }),
      generator: Password,
      password: ExternalSecret,
      // It gets the address later: a Secret that is composed only then makes Crossplane write and call more often.
      administrator: resource(AdministratorSecret, { after: ['password'] }),
      master: ProviderConfig,
      role: resource(Role, { after: ['instance', 'administrator'] }),
      membership: resource(Grant, { after: ['role'] }),
      database: resource(Database, { after: ['membership'] }),
      // Not after the database, for which its provider waits: each further step makes Crossplane write and call more often.
      access: resource(Grant, { after: ['membership'] }),
      lockdown: resource(Grant, { after: ['instance', 'administrator'] }),
      template: resource(Database, { after: ['instance', 'administrator'] }),
      alarm: perItem(AlertPolicy, { after: ['instance'] }),
    },
    secrets: { password: 'password', server: 'master', login: 'role' },
    record: {
      decide: {
        // Google reserves the name of a deleted instance for a week (cloud.google.com/sql/docs/postgres/delete-instance).
        identity: ({ claim, cloudName }) => {
          const suffix = creationSuffix(claim);
          return `${cloudName('instance', { maxLength: 63 - suffix.length })}${suffix}`;
        },
        ...gcpPlace,
        ...gcpKey,
        network: ({ environment }) => environment.gcp.network,
      },
      recover: recoverFromInstance,
    },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    const plan = withCapacity(decided, record, capacityOfInstance(observed.instance));
    const { project, identity } = record;
    const application = { record, master: masterUser, name };
    const host = observed.instance?.status?.atProvider?.privateIpAddress;
    const { username, password } = secrets.login;
    const { serverCACertificateCert: ca } = secrets.server;
    return {
      resources: {
        instance: instance({
          plan,
          record,
          gcp: environment.gcp,
          existing: observed.instance,
          passwordSecret: name('password'),
          connectionSecret: name('master'),
        }),
        generator: generator(),
        password: passwordSecret(name('password'), name('generator')),
        administrator: login.administratorSecret({
          host,
          port,
          username: masterUser,
          password: passwordOf(secrets.password),
          existing: observed.administrator,
        }),
        master: login.administrator(name('administrator'), 'endpoint'),
        role: login.role(application, name('role')),
        membership: login.membership(application),
        database: login.database(application),
        access: login.access(application),
        lockdown: login.lockdown(application),
        template: login.template(application),
        alarm: alarms(
          {
            claim,
            links: plan.links,
            gcp: environment.gcp,
            identity,
            type: 'cloudsql_database',
            label: 'database_id',
            project,
            named: `${project}:${identity}`,
            existing: observed.alarm,
          },
          cloudSqlAlarms,
        ),
      },
      secret: connectionSecret({
        provider: 'google-cloud-sql',
        host,
        port: host === undefined ? undefined : port,
        database: record.database,
        username,
        password,
        ca,
      }),
      status: databaseStatus(plan, record, {
        // Told once the login is composed: Crossplane writes the status then anyway, since the list of composed objects has changed.
        host: observed.role && host,
        port,
        storageGB: storageOf(record, observed.instance),
        backupDays: logDaysOf(plan),
        // The provider reports no backup times (status.atProvider).
        lastBackup: undefined,
      }),
    };
  },
);

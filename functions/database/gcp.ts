/** Database on Google Cloud: a Cloud SQL instance in the private network, and on it a login and a database for the application alone. */
import { each, main, secretValues, target } from 'planesmith/authoring';
import { alerts } from '../alarms/gcp.ts';
import { generator, passwordSecret, passwordOf, requirePassword } from '../cluster/password.ts';
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
import { instance, logDaysOf, masterUser, recoverFromInstance, storageOf } from './cloud-sql.ts';
import { connectionSecret } from './connection.ts';
import * as login from './login.ts';
import { plan } from './plan.ts';
import { databaseStatus } from './status.ts';

const port = 5432;

export const gcp = target(
  plan,
  {
    needs: ['gcp'],
    resources: {
      instance: main(DatabaseInstance),
      generator: Password,
      password: ExternalSecret,
      administrator: AdministratorSecret,
      master: ProviderConfig,
      role: Role,
      membership: Grant,
      database: Database,
      access: Grant,
      lockdown: each(Grant),
      alarm: each(AlertPolicy),
    },
    requires: ({ name }) => ({
      password: requirePassword(name('password')),
      server: { apiVersion: 'v1', kind: 'Secret', name: name('master') },
      login: { apiVersion: 'v1', kind: 'Secret', name: name('role') },
    }),
    recover: recoverFromInstance,
  },
  ({ claim, plan, environment, observed, required, name }) => {
    const application = { plan, master: masterUser, providerConfig: name('master') };
    const host = observed.instance?.status?.atProvider?.privateIpAddress;
    const { project = environment.gcp.project } = plan.record;
    const { username, password } = secretValues(required.login);
    const { serverCACertificateCert: ca } = secretValues(required.server);
    return {
      resources: {
        instance: instance({
          plan,
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
          password: passwordOf(required.password),
          existing: observed.administrator,
          after: ['instance', 'password'],
        }),
        master: login.administrator(name('administrator'), 'endpoint'),
        role: login.role(application, name('role'), ['administrator']),
        membership: login.membership(application),
        database: login.database(application),
        access: login.access(application),
        lockdown: login.lockdown(application, ['instance']),
        alarm: alerts(
          {
            claim,
            links: plan.links,
            gcp: environment.gcp,
            identity: plan.record.identity,
            type: 'cloudsql_database',
            label: 'database_id',
            project,
            named: `${project}:${plan.record.identity}`,
            after: 'instance',
            existing: observed.alarm,
          },
          cloudSqlAlarms,
        ),
      },
      secret: connectionSecret({
        provider: 'google-cloud-sql',
        host,
        port: host === undefined ? undefined : port,
        database: plan.record.database,
        username,
        password,
        ca,
      }),
      status: databaseStatus(plan, {
        host,
        port,
        storageGB: storageOf(plan, observed.instance),
        backupDays: logDaysOf(plan),
        // Its provider reports no time of any backup (status.atProvider).
        lastBackup: undefined,
      }),
    };
  },
);

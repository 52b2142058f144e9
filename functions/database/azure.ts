/** Database on Azure: a flexible server in a private subnet, and on it a login and a database for the application alone. */
import { each, main, secretValues, target } from 'planesmith/authoring';
import { alerts } from '../alarms/azure.ts';
import { AdministratorSecret } from '../kinds/administrator-secret.ts';
import { FlexibleServer } from '../kinds/azure-flexible-server.ts';
import { FlexibleServerConfiguration } from '../kinds/azure-flexible-server-configuration.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';
import { flexibleServerAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import { backupDaysOf, configurations, masterUser, recoverFromServer, server, storageOf } from './flexible-server.ts';
import * as login from './login.ts';
import { plan } from './plan.ts';
import { databaseStatus } from './status.ts';

const port = 5432;

export const azure = target(
  plan,
  {
    needs: ['azure.postgres'],
    resources: {
      server: main(FlexibleServer),
      configuration: each(FlexibleServerConfiguration),
      administrator: AdministratorSecret,
      master: ProviderConfig,
      role: Role,
      membership: Grant,
      database: Database,
      access: Grant,
      lockdown: each(Grant),
      alarm: each(MonitorMetricAlert),
    },
    requires: ({ name }) => ({
      password: { apiVersion: 'v1', kind: 'Secret', name: passwordSecretOf(name('master')) },
      login: { apiVersion: 'v1', kind: 'Secret', name: name('role') },
    }),
    recover: recoverFromServer,
  },
  ({ claim, plan, environment, observed, required, name }) => {
    const facts = environment.azure;
    const application = { plan, master: masterUser, providerConfig: name('master') };
    const { id, fqdn: host } = observed.server?.status?.atProvider ?? {};
    const { username, password } = secretValues(required.login);
    return {
      resources: {
        server: server({
          plan,
          azure: facts,
          existing: observed.server,
          passwordSecret: passwordSecretOf(name('master')),
        }),
        configuration: configurations(plan, facts, name('server')),
        administrator: login.administratorSecret({
          host,
          port,
          username: masterUser,
          password: secretValues(required.password)['password'],
          existing: observed.administrator,
          after: ['server'],
        }),
        master: login.administrator(name('administrator'), 'endpoint'),
        role: login.role(application, name('role'), ['administrator']),
        membership: login.membership(application),
        database: login.database(application),
        access: login.access(application),
        // Those of azure_pg_admin, which the administrator is a member of; azure_maintenance and azure_sys are Azure's own superuser's.
        lockdown: login.lockdown(application, ['administrator']),
        alarm: alerts(
          {
            claim,
            links: plan.links,
            azure: facts,
            identity: plan.record.identity,
            group: plan.record.group ?? facts.resourceGroup,
            type: 'Microsoft.DBforPostgreSQL/flexibleServers',
            id,
            after: 'server',
            existing: observed.alarm,
          },
          flexibleServerAlarms,
        ),
      },
      secret: connectionSecret({
        provider: 'azure-postgresql',
        host,
        port: host === undefined ? undefined : port,
        database: plan.record.database,
        username,
        password,
        ca: facts.postgres.caBundle,
      }),
      status: databaseStatus(plan, {
        host,
        port,
        storageGB: storageOf(plan, observed.server),
        backupDays: backupDaysOf(plan),
        // Its provider reports no time of any backup (status.atProvider).
        lastBackup: undefined,
      }),
    };
  },
);

/** The provider makes the password up, and writes it where the server refers to. */
const passwordSecretOf = (master: string) => `${master}-password`;

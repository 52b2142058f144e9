/** Database on Azure: a flexible server in a private subnet, with a login and a database for the application alone. */
import { main, perItem, resource } from 'planesmith/authoring';
import { alarms } from '../alarms/azure.ts';
import { target } from '../bind.ts';
import { azurePlace } from '../cloud/placement.ts';
import { publicName } from '../cloud/public-name.ts';
import { AdministratorSecret } from '../kinds/administrator-secret.ts';
import { FlexibleServer } from '../kinds/azure-flexible-server.ts';
import { FlexibleServerConfiguration } from '../kinds/azure-flexible-server-configuration.ts';
import { MonitorMetricAlert } from '../kinds/azure-metric-alert.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';
import { flexibleServerAlarms } from './alarms.ts';
import { connectionSecret, port } from './connection.ts';
import {
  backupDaysOf,
  capacityOfServer,
  configurations,
  masterUser,
  recoverFromServer,
  server,
  storageOf,
} from './flexible-server.ts';
import * as login from './login.ts';
import { databasePlanner } from './plan.ts';
import { withCapacity } from './sizing.ts';
import { databaseStatus } from './status.ts';

/** The provider generates the password, and writes it to a Secret with the name of `master` and this suffix. */
const passwordSuffix = '-password';

export const azure = target(
  databasePlanner,
  {
    environment: ['azure.postgres'],
    resources: {
      server: main(FlexibleServer),
      configuration: perItem(FlexibleServerConfiguration, { after: ['server'] }),
      // It gets the address later: a Secret that is composed only then makes Crossplane write and call more often.
      administrator: AdministratorSecret,
      master: ProviderConfig,
      role: resource(Role, { after: ['server', 'administrator'] }),
      membership: resource(Grant, { after: ['role'] }),
      database: resource(Database, { after: ['membership'] }),
      // Not after the database, for which its provider waits: each further step makes Crossplane write and call more often.
      access: resource(Grant, { after: ['membership'] }),
      lockdown: resource(Grant, { after: ['server', 'administrator'] }),
      template: resource(Database, { after: ['server', 'administrator'] }),
      alarm: perItem(MonitorMetricAlert, { after: ['server'] }),
    },
    secrets: { password: { of: 'master', suffix: passwordSuffix }, login: 'role' },
    record: {
      decide: {
        // Names are unique among all customers of Azure.
        identity: ({ environment, cloudName }) =>
          publicName({
            cloud: 'azure',
            prefix: environment.azure.postgres.namePrefix,
            key: 'instance',
            maxLength: 63,
            cloudName,
          }),
        ...azurePlace,
        network: ({ environment }) => environment.azure.postgres.subnetID,
      },
      recover: recoverFromServer,
    },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    const plan = withCapacity(decided, record, capacityOfServer(observed.server));
    const application = { record, master: masterUser, name };
    const { id, fqdn: host } = observed.server?.status?.atProvider ?? {};
    const { username, password } = secrets.login;
    return {
      resources: {
        server: server({
          plan,
          record,
          azure: environment.azure,
          existing: observed.server,
          passwordSecret: `${name('master')}${passwordSuffix}`,
        }),
        configuration: configurations(plan, environment.azure, name('server')),
        administrator: login.administratorSecret({
          host,
          port,
          username: masterUser,
          password: secrets.password['password'],
          existing: observed.administrator,
        }),
        master: login.administrator(name('administrator'), 'endpoint'),
        role: login.role(application, name('role')),
        membership: login.membership(application),
        database: login.database(application),
        access: login.access(application),
        // These belong to azure_pg_admin, which has the administrator as a member; azure_maintenance and azure_sys do not.
        lockdown: login.lockdown(application),
        template: login.template(application),
        alarm: alarms(
          {
            claim,
            links: plan.links,
            azure: environment.azure,
            identity: record.identity,
            group: record.group,
            type: 'Microsoft.DBforPostgreSQL/flexibleServers',
            id,
            existing: observed.alarm,
          },
          flexibleServerAlarms,
        ),
      },
      secret: connectionSecret({
        provider: 'azure-postgresql',
        host,
        port: host === undefined ? undefined : port,
        database: record.database,
        username,
        password,
        ca: environment.azure.postgres.caBundle,
      }),
      status: databaseStatus(plan, record, {
        // Told once the login is composed: Crossplane writes the status then anyway, since the list of composed objects has changed.
        host: observed.role && host,
        port,
        storageGB: storageOf(record, observed.server),
        backupDays: backupDaysOf(plan),
        // The provider reports no backup times (status.atProvider).
        lastBackup: undefined,
      }),
    };
  },
);

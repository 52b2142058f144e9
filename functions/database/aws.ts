/** Database on AWS: an RDS instance in private subnets, with a login and a database for the application alone. */
import { main, perItem, resource } from 'planesmith/authoring';
import { alarms } from '../alarms/aws.ts';
import { target } from '../bind.ts';
import { firewall, ingress } from '../cloud/aws/firewall.ts';
import { insistOnNetwork } from '../cloud/aws/network.ts';
import { awsKey, awsPlace } from '../cloud/placement.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';
import { SecurityGroup } from '../kinds/ec2-security-group.ts';
import { SecurityGroupIngressRule } from '../kinds/ec2-security-group-ingress-rule.ts';
import { Instance } from '../kinds/rds-instance.ts';
import { ParameterGroup } from '../kinds/rds-parameter-group.ts';
import { SubnetGroup } from '../kinds/rds-subnet-group.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';
import { rdsAlarms } from './alarms.ts';
import { connectionSecret, port as postgresPort } from './connection.ts';
import * as login from './login.ts';
import { databasePlanner } from './plan.ts';
import { parameters, subnets } from './rds-groups.ts';
import {
  capacityOfInstance,
  instance,
  masterUser,
  recoverFromInstance,
  runningVersion,
  storageOf,
} from './rds-instance.ts';
import { rdsContext } from './rds.ts';
import { withCapacity } from './sizing.ts';
import { databaseStatus } from './status.ts';

export const aws = target(
  databasePlanner,
  {
    environment: ['aws.postgres'],
    resources: {
      instance: main(Instance, { after: ['subnets', 'parameters', 'firewall'] }),
      subnets: SubnetGroup,
      parameters: perItem(ParameterGroup),
      firewall: SecurityGroup,
      ingress: perItem(SecurityGroupIngressRule, { after: ['firewall'] }),
      master: ProviderConfig,
      role: resource(Role, { after: ['instance'] }),
      membership: resource(Grant, { after: ['role'] }),
      database: resource(Database, { after: ['membership'] }),
      // Not after the database, for which its provider waits: each further step makes Crossplane write and call more often.
      access: resource(Grant, { after: ['membership'] }),
      lockdown: resource(Grant, { after: ['instance'] }),
      template: resource(Database, { after: ['instance'] }),
      // They find the instance by its name once there is one; after it, Crossplane has enough to write.
      alarm: perItem(MetricAlarm, { after: ['subnets', 'parameters', 'firewall'] }),
    },
    // Crossplane does not watch the role's own Secret: because it is read here, a new password reaches the application at once.
    secrets: { login: 'role' },
    record: {
      decide: { identity: ({ cloudName }) => cloudName('instance'), ...awsPlace, ...awsKey },
      recover: recoverFromInstance,
    },
  },
  ({ claim, plan: decided, record, environment, observed, secrets, name }) => {
    insistOnNetwork(environment.aws, { what: 'database', region: record.region, existing: observed.firewall });
    const plan = withCapacity(decided, record, capacityOfInstance(observed.instance, observed.alarm['connections']));
    const context = rdsContext(plan, record, environment.aws);
    const application = { record, master: masterUser, name };
    const storageGB = storageOf(record, observed.instance);
    const { address: host, port, latestRestorableTime } = observed.instance?.status?.atProvider ?? {};
    const { username, password } = secrets.login;

    return {
      resources: {
        instance: instance(context, {
          storageGB,
          existing: observed.instance,
          firewall: name('firewall'),
          passwordSecret: `${name('master')}-password`,
          connectionSecret: name('master'),
        }),
        subnets: subnets(context),
        parameters: parameters(context, runningVersion(observed.instance)),
        firewall: firewall(context, 'database'),
        ingress: ingress(context, name('firewall'), postgresPort),
        master: login.administrator(name('master'), 'address'),
        role: login.role(application, name('role')),
        membership: login.membership(application),
        database: login.database(application),
        access: login.access(application),
        lockdown: login.lockdown(application),
        template: login.template(application),
        alarm: alarms(
          {
            ...context,
            claim,
            links: plan.links,
            namespace: 'AWS/RDS',
            dimension: 'DBInstanceIdentifier',
            existing: observed.alarm,
          },
          rdsAlarms(plan, storageGB),
        ),
      },
      secret: connectionSecret({
        provider: 'amazon-rds',
        host,
        port,
        database: record.database,
        username,
        password,
        ca: environment.aws.postgres.caBundle,
      }),
      status: databaseStatus(plan, record, {
        // Told once the login is composed: Crossplane writes the status then anyway, since the list of composed objects has changed.
        host: observed.role && host,
        port,
        storageGB,
        backupDays: plan.backupDays,
        lastBackup: observed.role && latestRestorableTime,
      }),
    };
  },
);

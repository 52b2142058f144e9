/** Database on AWS: an RDS instance in private subnets, and on it a login and a database for the application alone. */
import { each, main, secretValues, target } from 'planesmith/authoring';
import { alarms } from '../alarms/aws.ts';
import { firewall, ingress } from '../cloud/aws/firewall.ts';
import { insistOnNetwork } from '../cloud/aws/network.ts';
import { MetricAlarm } from '../kinds/cloudwatch-metric-alarm.ts';
import { Instance } from '../kinds/rds-instance.ts';
import { ParameterGroup } from '../kinds/rds-parameter-group.ts';
import { SubnetGroup } from '../kinds/rds-subnet-group.ts';
import { SecurityGroup } from '../kinds/ec2-security-group.ts';
import { SecurityGroupIngressRule } from '../kinds/ec2-security-group-ingress-rule.ts';
import { Database } from '../kinds/sql-database.ts';
import { Grant } from '../kinds/sql-grant.ts';
import { ProviderConfig } from '../kinds/sql-provider-config.ts';
import { Role } from '../kinds/sql-role.ts';
import { rdsAlarms } from './alarms.ts';
import { connectionSecret } from './connection.ts';
import * as login from './login.ts';
import { plan } from './plan.ts';
import { parameters, subnets } from './rds-groups.ts';
import { instance, masterUser, recoverFromInstance, runningVersion, storageOf } from './rds-instance.ts';
import { rdsContext } from './rds.ts';
import { databaseStatus } from './status.ts';

export const aws = target(
  plan,
  {
    needs: ['aws.postgres'],
    resources: {
      instance: main(Instance),
      subnets: SubnetGroup,
      parameters: each(ParameterGroup),
      firewall: SecurityGroup,
      ingress: each(SecurityGroupIngressRule),
      master: ProviderConfig,
      role: Role,
      membership: Grant,
      database: Database,
      access: Grant,
      lockdown: each(Grant),
      alarm: each(MetricAlarm),
    },
    // The role's own Secret is not watched by Crossplane: required, a new password reaches the application's Secret at once.
    requires: ({ name }) => ({ login: { apiVersion: 'v1', kind: 'Secret', name: name('role') } }),
    recover: recoverFromInstance,
  },
  ({ claim, plan, environment, observed, required, name }) => {
    insistOnNetwork(environment.aws, { what: 'database', region: plan.record.region, existing: observed.firewall });
    const context = rdsContext(plan, environment);
    const application = { plan, master: masterUser, providerConfig: name('master') };
    const storageGB = storageOf(plan, observed.instance);
    const { address: host, port, latestRestorableTime } = observed.instance?.status?.atProvider ?? {};
    const { username, password } = secretValues(required.login);

    return {
      resources: {
        instance: instance(context, {
          storageGB,
          firewall: name('firewall'),
          passwordSecret: `${name('master')}-password`,
          connectionSecret: name('master'),
        }),
        subnets: subnets(context),
        parameters: parameters(context, runningVersion(observed.instance)),
        firewall: firewall(context, 'database'),
        ingress: ingress(context, name('firewall'), 5432),
        master: login.administrator(name('master'), 'address'),
        role: login.role(application, name('role'), ['instance']),
        membership: login.membership(application),
        database: login.database(application),
        access: login.access(application),
        lockdown: login.lockdown(application, ['instance']),
        alarm: alarms(
          {
            ...context,
            claim,
            links: plan.links,
            namespace: 'AWS/RDS',
            dimension: 'DBInstanceIdentifier',
            after: 'instance',
            existing: observed.alarm,
          },
          rdsAlarms(plan, storageGB),
        ),
      },
      secret: connectionSecret({
        provider: 'amazon-rds',
        host,
        port,
        database: plan.record.database,
        username,
        password,
        ca: environment.aws.postgres.caBundle,
      }),
      status: databaseStatus(plan, {
        host,
        port,
        storageGB,
        backupDays: plan.backupDays,
        lastBackup: latestRestorableTime,
      }),
    };
  },
);

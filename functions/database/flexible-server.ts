/** A database server on Azure: a flexible server in a subnet of its kind. */
import type { WithSections } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy } from '../cloud/managed.ts';
import { FlexibleServer } from '../kinds/azure-flexible-server.ts';
import { FlexibleServerConfiguration } from '../kinds/azure-flexible-server-configuration.ts';
import type { Database } from '../kinds/sql-database.ts';
import type { Role } from '../kinds/sql-role.ts';
import type { DatabasePlan } from './plan.ts';
import { findCapacity } from './sizes.ts';

export type AzureFacts = WithSections<Environment, 'azure.postgres'>['azure'];

/** The login that Azure makes; only Crossplane uses it. */
export const masterUser = 'platform';

/** What Azure sells, in GiB (learn.microsoft.com/azure/postgresql/flexible-server/concepts-storage). */
const storageSteps = [32, 64, 128, 256, 512, 1024];

/** The storage in GiB that Azure takes for what is asked; nothing ever shrinks. */
export function storageOf({ record }: DatabasePlan, existing: FlexibleServer | undefined): number {
  const step = storageSteps.find((gib) => gib >= record.storageGB) ?? 1024;
  return Math.max(step, (existing?.spec.forProvider.storageMb ?? 0) / 1024);
}

/** How many days of backups it keeps: Azure always makes some, of seven days at the least. */
export function backupDaysOf({ backupDays }: DatabasePlan): number {
  return Math.max(7, backupDays);
}

interface ServerOptions {
  readonly plan: DatabasePlan;
  readonly azure: AzureFacts;
  readonly existing: FlexibleServer | undefined;
  /** Name of the Secret with the administrator's password. */
  readonly passwordSecret: string;
}

/** The server. The zone of its name cannot be changed later, and stays. */
export function server({ plan, azure, existing, passwordSecret }: ServerOptions) {
  const { record, capacity, highlyAvailable } = plan;
  const before = existing?.spec.forProvider;
  return FlexibleServer({
    metadata: externalName(record.identity),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      forProvider: {
        location: record.region ?? azure.location,
        resourceGroupName: record.group ?? azure.resourceGroup,
        version: record.version,
        // Only machines that are not shared have a standby.
        skuName: highlyAvailable ? capacity.flexibleSku.standby : capacity.flexibleSku.single,
        storageMb: storageOf(plan, existing) * 1024,
        administratorLogin: masterUser,
        autoGeneratePassword: true,
        administratorPasswordSecretRef: { name: passwordSecret, key: 'password' },
        delegatedSubnetId: record.network ?? azure.postgres.subnetID,
        privateDnsZoneId: before?.privateDnsZoneId ?? azure.postgres.privateDNSZoneID,
        backupRetentionDays: backupDaysOf(plan),
        ...(highlyAvailable && { highAvailability: { mode: 'ZoneRedundant' } }),
      },
    },
  });
}

/** A resource for each setting of the claim; that clients must use TLS is a setting that Azure begins with. */
export function configurations({ settings }: DatabasePlan, azure: AzureFacts, serverName: string) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name.replaceAll('_', '-'),
      FlexibleServerConfiguration(
        {
          spec: {
            ...managedBy(azure.providerConfig, { retain: false }),
            forProvider: { name, value, serverIdRef: { name: serverName } },
          },
        },
        { after: ['server'] },
      ),
    ]),
  );
}

interface Existing {
  readonly server: FlexibleServer | undefined;
  readonly database: Database | undefined;
  readonly role: Role | undefined;
}

/** What was recorded, as existing resources still show it. */
export function recoverFromServer({ server: existing, database, role }: Existing) {
  const {
    location,
    resourceGroupName,
    delegatedSubnetId,
    version: running,
    skuName,
  } = existing?.spec.forProvider ?? {};
  // Two sizes have the same machine with a standby: the smaller one then, which a claim that says its size does not mind.
  const capacity = findCapacity(({ flexibleSku: { single, standby } }) => skuName === single || skuName === standby);
  const nameOf = (resource: FlexibleServer | Database | Role | undefined) =>
    resource?.metadata?.annotations?.['crossplane.io/external-name'];
  return {
    version: postgresVersions.find((version) => version === running),
    size: capacity?.size,
    sizing: capacity?.edition,
    region: location,
    group: resourceGroupName,
    network: delegatedSubnetId,
    identity: nameOf(existing),
    database: nameOf(database),
    username: nameOf(role),
  };
}

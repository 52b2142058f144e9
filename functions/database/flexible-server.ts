/** The Azure flexible server of a database, in a subnet delegated to such servers. */
import type { Claim, WithSections } from 'planesmith/authoring';
import { postgresVersions } from '../../apis/database.ts';
import type { Environment } from '../environment/index.ts';
import { externalName, managedBy, namedByProvider } from '../cloud/managed.ts';
import { FlexibleServer } from '../kinds/azure-flexible-server.ts';
import { FlexibleServerConfiguration } from '../kinds/azure-flexible-server-configuration.ts';
import type { Database } from '../kinds/sql-database.ts';
import type { Role } from '../kinds/sql-role.ts';
import type { DatabasePlan } from './plan.ts';
import { zonesOf } from './flexible-server-zones.ts';
import type { Capacity, SizeTable } from './sizes.ts';
import { recoverSizing, withEdition } from './sizing.ts';

type AzureFacts = WithSections<Environment, 'azure.postgres'>['azure'];

/** The login that Azure creates; only Crossplane uses it. */
export const masterUser = 'platform';

/** The sizes of storage that Azure sells, in GiB, and the tier that comes with each (learn.microsoft.com/azure/postgresql/flexible-server/concepts-storage). */
const storageTiers: Readonly<Record<number, string>> = {
  32: 'P4',
  64: 'P6',
  128: 'P10',
  256: 'P15',
  512: 'P20',
  1024: 'P30',
};

const storageSteps = Object.keys(storageTiers).map(Number);

/** The storage in GiB that Azure provides: the next step above the recorded amount, and never less than before. */
export function storageOf(record: { readonly storageGB: number }, existing: FlexibleServer | undefined): number {
  const step = storageSteps.find((gib) => gib >= record.storageGB) ?? 1024;
  return Math.max(step, (existing?.spec.forProvider.storageMb ?? 0) / 1024);
}

/** How many days it keeps backups: Azure keeps them for at least seven days. */
export function backupDaysOf({ backupDays }: DatabasePlan): number {
  return Math.max(7, backupDays);
}

interface ServerOptions {
  readonly plan: DatabasePlan;
  readonly record: {
    readonly sizing: string;
    readonly identity: string;
    readonly region: string;
    readonly group: string;
    readonly network: string;
    readonly version: string;
    readonly storageGB: number;
  };
  readonly azure: AzureFacts;
  readonly existing: FlexibleServer | undefined;
  /** Name of the Secret with the administrator's password. */
  readonly passwordSecret: string;
}

/** The server. It keeps its private DNS zone, which Azure cannot change later. */
export function server({ plan, record, azure, existing, passwordSecret }: ServerOptions) {
  const { capacity, highlyAvailable } = plan;
  const previous = existing?.spec.forProvider;
  const storageGB = storageOf(record, existing);
  const { initProvider, ...zone } = zonesOf(existing, highlyAvailable);
  return FlexibleServer({
    metadata: withEdition(plan, record, externalName(record.identity)),
    spec: {
      ...managedBy(azure.providerConfig, plan),
      ...(Object.keys(initProvider).length > 0 && { initProvider }),
      forProvider: {
        location: record.region,
        resourceGroupName: record.group,
        version: record.version,
        // Machines with shared cores have no standby.
        skuName: highlyAvailable ? capacity.flexibleSku.standby : capacity.flexibleSku.single,
        storageMb: storageGB * 1024,
        // The provider would keep the tier of the smaller storage, and then refuse the larger one (azurerm postgresql_flexible_server, CustomizeDiff).
        storageTier: storageTiers[storageGB],
        administratorLogin: masterUser,
        autoGeneratePassword: true,
        administratorPasswordSecretRef: { name: passwordSecret, key: 'password' },
        delegatedSubnetId: record.network,
        privateDnsZoneId: previous?.privateDnsZoneId ?? azure.postgres.privateDNSZoneID,
        backupRetentionDays: backupDaysOf(plan),
        ...(highlyAvailable && { highAvailability: { mode: 'ZoneRedundant' } }),
        ...zone,
      },
    },
  });
}

/** A resource for each setting of the claim. That clients must use TLS is a default of Azure. */
export function configurations({ settings }: DatabasePlan, azure: AzureFacts, serverName: string) {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name.replaceAll('_', '-'),
      FlexibleServerConfiguration({
        spec: {
          ...namedByProvider(managedBy(azure.providerConfig, { retain: false })),
          forProvider: { name, value, serverIdRef: { name: serverName } },
        },
      }),
    ]),
  );
}

/** The capacity that an existing server shows. */
export function capacityOfServer(existing: FlexibleServer | undefined): Partial<Capacity> | undefined {
  const sku = existing?.spec.forProvider.skuName;
  return sku === undefined ? undefined : { flexibleSku: { single: sku, standby: sku } };
}

interface Existing {
  readonly server: FlexibleServer | undefined;
  readonly database: Database | undefined;
  readonly role: Role | undefined;
}

/** The recorded values that existing resources still show. */
export function recoverFromServer(
  { server: existing, database, role }: Existing,
  _recorded: unknown,
  claim: Claim,
  { sizes }: { readonly sizes: SizeTable },
) {
  const {
    location,
    resourceGroupName,
    delegatedSubnetId,
    version: running,
    skuName,
  } = existing?.spec.forProvider ?? {};
  const nameOf = (resource: FlexibleServer | Database | Role | undefined) =>
    resource?.metadata?.annotations?.['crossplane.io/external-name'];
  return {
    version: postgresVersions.find((version) => version === running),
    // With a standby, two sizes have the same machine. Then this is the smaller one, which changes nothing for a claim that names its size.
    ...recoverSizing(
      claim,
      existing,
      sizes,
      ({ flexibleSku: { single, standby } }) => skuName === single || skuName === standby,
    ),
    region: location,
    group: resourceGroupName,
    network: delegatedSubnetId,
    identity: nameOf(existing),
    database: nameOf(database),
    username: nameOf(role),
  };
}

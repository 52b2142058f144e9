/** What an environment says of its databases: which versions it offers, and what each target needs for them. */
import { defaulted, integer, map, object, oneOf, optional, set, string } from 'planesmith/schema';
import { postgresVersions } from '../../apis/database.ts';
import { azureID } from './azure-id.ts';
import { image, operatorNamespace } from './kubernetes.ts';

export const postgres = object(
  {
    defaultVersion: oneOf('The version of a new database that does not ask for one.', postgresVersions),
    versions: set('The versions that new databases may ask for.', oneOf('A version.', postgresVersions), {
      minItems: 1,
      maxItems: postgresVersions.length,
    }),
  },
  {
    description: 'Which PostgreSQL versions are offered; without it, no databases are.',
    rules: [
      {
        rule: 'self.defaultVersion in self.versions',
        message: 'the default version must be one of the offered versions',
        fieldPath: '.defaultVersion',
      },
    ],
  },
);

const pooling = object(
  {
    mode: defaulted(
      oneOf('When a server session is given back: at the end of the client session, or after every transaction.', [
        'session',
        'transaction',
      ]),
      'session',
    ),
    instances: defaulted(
      integer('How many poolers stand before each database, on two machines at least.', { minimum: 2, maximum: 9 }),
      2,
    ),
  },
  { description: 'Puts a connection pooler before each highly available database.' },
);

export const inclusterPostgres = object(
  {
    operatorNamespace: operatorNamespace('CloudNativePG'),
    images: map(
      'The PostgreSQL image of each major version, by tag and digest. An image in use must stay listed.',
      image('a major version'),
      { minProperties: 1, maxProperties: 16 },
    ),
    pooling: optional(pooling),
  },
  { description: 'What databases in Kubernetes need.' },
);

const window = (what: string, pattern: string) => optional(string(`When ${what}, in UTC.`, { pattern, maxLength: 32 }));

const time = '([01][0-9]|2[0-3]):[0-5][0-9]';
const day = '(mon|tue|wed|thu|fri|sat|sun)';

const caBundle = string('The certificate authorities of its databases, in PEM: public, handed to applications.', {
  pattern: '^-----BEGIN CERTIFICATE-----',
  maxLength: 65_536,
});

export const azurePostgres = object(
  {
    namePrefix: string(
      "Begins the name of every server: they are unique among all of Azure's customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20 },
    ),
    subnetID: azureID(
      'the subnet, delegated to flexible servers',
      'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+',
    ),
    privateDNSZoneID: azureID(
      'the zone in which servers have their names',
      'Microsoft\\.Network/privateDnsZones/[^/]+',
    ),
    caBundle,
  },
  { description: 'What databases on Azure need; without it, none are offered there.' },
);

export const awsPostgres = object(
  {
    caBundle,
    backupWindow: window('daily backups are made', `^${time}-${time}$`),
    maintenanceWindow: window('the provider may install minor versions', `^${day}:${time}-${day}:${time}$`),
  },
  { description: 'What databases on AWS need.' },
);

/** The environment sections `postgres`: the versions that are offered, and what each target needs for databases. */
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
    description: 'Which PostgreSQL versions are offered. Without it, no databases are.',
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
      oneOf('When the pooler reuses a server session: after the client session ends, or after every transaction.', [
        'session',
        'transaction',
      ]),
      'session',
    ),
    instances: defaulted(
      integer('How many pooler pods each database has, on at least two machines.', { minimum: 2, maximum: 9 }),
      2,
    ),
  },
  { description: 'Puts a connection pooler in front of each highly available database.' },
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

const caBundle = string(
  'The public certificate authorities of its databases, in PEM. Every connection Secret has them.',
  {
    pattern: '^-----BEGIN CERTIFICATE-----',
    maxLength: 65_536,
  },
);

export const azurePostgres = object(
  {
    namePrefix: string(
      "Begins the name of every server. These are unique among all Azure customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20 },
    ),
    subnetID: azureID(
      'the subnet, delegated to flexible servers',
      'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+',
    ),
    privateDNSZoneID: azureID('the private DNS zone of the servers', 'Microsoft\\.Network/privateDnsZones/[^/]+'),
    caBundle,
  },
  { description: 'What databases on Azure need. Without it, none are offered there.' },
);

export const awsPostgres = object(
  {
    caBundle,
    backupWindow: window('daily backups are made', `^${time}-${time}$`),
    maintenanceWindow: window('the provider may install minor versions', `^${day}:${time}-${day}:${time}$`),
  },
  { description: 'What databases on AWS need.' },
);

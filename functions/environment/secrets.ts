/** What an environment must say of the store of its secrets. */
import { array, defaulted, object, optional, string } from 'planesmith/schema';
import { azureID } from './azure-id.ts';

const word = '[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?';
const path = `^${word}(/${word})*$`;

export const inclusterSecrets = object(
  {
    server: string('Address of OpenBao or Vault.', {
      pattern: '^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$',
      maxLength: 253,
    }),
    caBundle: optional(
      string('The certificate authority of its server, in PEM; the public ones when absent.', {
        pattern: '^-----BEGIN CERTIFICATE-----',
        maxLength: 65_536,
      }),
    ),
    engine: defaulted(
      string('Where its engine for keys and values is mounted, version 2.', { pattern: path, maxLength: 128 }),
      'secret',
    ),
    auth: defaulted(
      string('Where its method that trusts the accounts of this cluster is mounted.', {
        pattern: path,
        maxLength: 128,
      }),
      'kubernetes',
    ),
    role: string(
      'The role there that claims take: it must let an account read and write below <environment>/<its own namespace>/ alone.',
      { pattern: `^${word}$`, maxLength: 128 },
    ),
  },
  { description: 'Where secrets are kept; without it, none can be asked for on incluster.' },
);

export const awsSecrets = object(
  {
    oidcProvider: string('The OIDC provider of this cluster, without https://, by which AWS knows its accounts.', {
      pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[A-Za-z0-9._-]+)*$',
      maxLength: 255,
    }),
  },
  { description: 'What secrets on AWS need; without it, none can be asked for there.' },
);

export const azureSecrets = object(
  {
    vaultPrefix: string(
      "Begins the name of every vault: they are unique among all of Azure's customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 7 },
    ),
    writerSubnetIDs: optional(
      array(
        'Subnets from which people put values into vaults, such as that of a bastion; without it, only those of this cluster.',
        azureID('a subnet', 'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+'),
        { minItems: 1, maxItems: 16 },
      ),
    ),
  },
  { description: 'What secrets on Azure need; without it, none can be asked for there.' },
);

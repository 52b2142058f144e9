/** The environment sections `secrets`, by target: the store behind every CredentialStore. */
import { defaulted, object, optional, set, string } from 'planesmith/schema';
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
      string('The certificate authority of the server, in PEM. When absent, the public ones.', {
        pattern: '^-----BEGIN CERTIFICATE-----',
        maxLength: 65_536,
      }),
    ),
    engine: defaulted(
      string('Mount path of its key-value engine, version 2.', { pattern: path, maxLength: 128 }),
      'secret',
    ),
    auth: defaulted(
      string('Mount path of its auth method for the ServiceAccounts of this cluster.', {
        pattern: path,
        maxLength: 128,
      }),
      'kubernetes',
    ),
    role: string(
      'The role that claims log in with. It must let a ServiceAccount read and write only below <environment>/<its own namespace>/, and list ' +
        'nothing.',
      { pattern: `^${word}$`, maxLength: 128 },
    ),
  },
  { description: 'Where secrets are stored. Without it, none are offered on incluster.' },
);

export const awsSecrets = object(
  {
    oidcProvider: string(
      'The OIDC provider of this cluster, without https://, which lets AWS trust its ServiceAccounts.',
      {
        pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[A-Za-z0-9._-]+)*$',
        maxLength: 255,
      },
    ),
  },
  { description: 'What secrets on AWS need. Without it, none are offered there.' },
);

export const azureSecrets = object(
  {
    vaultPrefix: string(
      "Begins the name of every vault. These are unique among all Azure customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 7 },
    ),
    writerSubnetIDs: optional(
      set(
        'Subnets from which people write values into vaults, such as that of a bastion. When absent, only those of this cluster.',
        azureID('a subnet', 'Microsoft\\.Network/virtualNetworks/[^/]+/subnets/[^/]+'),
        { minItems: 1, maxItems: 16 },
      ),
    ),
  },
  { description: 'What secrets on Azure need. Without it, none are offered there.' },
);

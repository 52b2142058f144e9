/** The facts of an AWS account and network in which cloud resources are made. */
import { array, defaulted, object, oneOf, optional, string } from 'planesmith/schema';

const id = (what: string, prefix: string) =>
  string(`Id of ${what}.`, { pattern: `^${prefix}-[0-9a-f]{8,17}$`, maxLength: 32 });

const window = (what: string, pattern: string) => optional(string(`When ${what}, in UTC.`, { pattern, maxLength: 32 }));

const time = '([01][0-9]|2[0-3]):[0-5][0-9]';
const day = '(mon|tue|wed|thu|fri|sat|sun)';

const byte = '(25[0-5]|(2[0-4]|1[0-9]|[1-9]?)[0-9])';

export const aws = object(
  {
    region: string('Region of its databases, which never move: another region needs an environment of its own.', {
      pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$',
      maxLength: 32,
    }),
    providerConfig: defaulted(
      object(
        {
          kind: defaulted(
            oneOf('Whether every namespace shares it.', ['ClusterProviderConfig', 'ProviderConfig']),
            'ClusterProviderConfig',
          ),
          name: defaulted(string('Its name.', { format: 'k8s-long-name', maxLength: 253 }), 'default'),
        },
        { description: 'The credentials with which Crossplane reaches the account.' },
      ),
      {},
    ),
    vpcID: id('the network', 'vpc'),
    subnetIDs: array('Private subnets, in at least two availability zones.', id('a subnet', 'subnet'), {
      minItems: 2,
      maxItems: 16,
    }),
    clients: object(
      {
        securityGroupIDs: defaulted(
          array('Security groups whose members may connect.', id('a security group', 'sg'), { maxItems: 16 }),
          [],
        ),
        cidrs: defaulted(
          array(
            'Address ranges that may connect.',
            string('A range of IPv4.', { pattern: `^(${byte}\\.){3}${byte}/([0-9]|[12][0-9]|3[0-2])$`, maxLength: 18 }),
            {
              maxItems: 16,
            },
          ),
          [],
        ),
      },
      {
        description: 'Who may connect to databases: the nodes of this cluster.',
        rules: [
          {
            rule: 'self.securityGroupIDs.size() + self.cidrs.size() > 0',
            message: 'name at least one security group or address range',
          },
        ],
      },
    ),
    caBundle: string(
      'The certificate authorities of databases in this region, in PEM: public, handed to applications.',
      {
        pattern: '^-----BEGIN CERTIFICATE-----',
        maxLength: 65_536,
      },
    ),
    kmsKeyID: optional(
      string('ARN of the key that encrypts storage; the account default when absent.', {
        pattern: '^arn:aws[a-z-]*:kms:',
        maxLength: 256,
      }),
    ),
    backupWindow: window('daily backups are made', `^${time}-${time}$`),
    maintenanceWindow: window('the provider may install minor versions', `^${day}:${time}-${day}:${time}$`),
  },
  { description: 'What the target aws needs to know.' },
);

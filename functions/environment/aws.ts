/** The environment section `aws`: the account and the network of an EnvironmentConfig. */
import { defaulted, object, optional, set, string } from 'planesmith/schema';
import { awsNamespaces } from './namespaces.ts';
import { awsObjects } from './objects.ts';
import { awsPostgres } from './postgres.ts';
import { awsSecrets } from './secrets.ts';
import { providerConfig } from './provider-config.ts';

const id = (what: string, prefix: string) =>
  string(`Id of ${what}.`, { pattern: `^${prefix}-[0-9a-f]{8,17}$`, maxLength: 32 });

const byte = '(25[0-5]|(2[0-4]|1[0-9]|[1-9]?)[0-9])';

export const aws = object(
  {
    region: string('Region of its resources. They never move, so another region needs an environment of its own.', {
      pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$',
      maxLength: 32,
    }),
    providerConfig: providerConfig(),
    accountID: optional(
      string('Number of the account, which the policies of secrets, queues and topics name.', {
        pattern: '^[0-9]{12}$',
        maxLength: 12,
      }),
    ),
    vpcID: id('the network', 'vpc'),
    subnetIDs: set('Private subnets, in at least two availability zones.', id('a subnet', 'subnet'), {
      minItems: 2,
      maxItems: 16,
    }),
    clients: object(
      {
        securityGroupIDs: defaulted(
          set('Security groups whose members may connect.', id('a security group', 'sg'), { maxItems: 16 }),
          [],
        ),
        cidrs: defaulted(
          set(
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
        description: 'The clients that may connect: the nodes of this cluster.',
        rules: [
          {
            rule: 'self.securityGroupIDs.size() + self.cidrs.size() > 0',
            message: 'name at least one security group or address range',
          },
        ],
      },
    ),
    kmsKeyID: optional(
      string('ARN of the key that encrypts storage, in the same region. When absent, the default key of the account.', {
        pattern: '^arn:aws[a-z-]*:kms:',
        maxLength: 256,
      }),
    ),
    alarms: optional(
      object(
        {
          topicARN: string('ARN of the SNS topic that alarms notify.', {
            pattern: '^arn:aws[a-z-]*:sns:',
            maxLength: 256,
          }),
        },
        { description: 'Where alarms go. Without it, this environment has no alarms.' },
      ),
    ),
    namespaces: optional(awsNamespaces),
    objects: optional(awsObjects),
    postgres: optional(awsPostgres),
    secrets: optional(awsSecrets),
  },
  {
    description: 'The AWS account and network that the target aws uses.',
    rules: [
      {
        rule: "!has(self.alarms) || self.alarms.topicARN.contains(':sns:' + self.region + ':')",
        message: 'an alarm can notify only a topic of its own region',
        fieldPath: '.alarms.topicARN',
      },
      {
        // A multi-Region key has a replica with an ARN of its own in each Region: docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
        rule: "!has(self.kmsKeyID) || self.kmsKeyID.contains(':kms:' + self.region + ':')",
        message: 'a key can encrypt only storage of its own region',
        fieldPath: '.kmsKeyID',
      },
    ],
  },
);

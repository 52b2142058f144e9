/** The facts of a Google Cloud project and network in which cloud resources are made. */
import { array, object, optional, string } from 'planesmith/schema';
import { gcpObjects } from './objects.ts';
import { providerConfig } from './provider-config.ts';

const project = '[a-z][a-z0-9-]{4,28}[a-z0-9]';

export const gcp = object(
  {
    project: string('Id of the project.', { pattern: `^${project}$`, maxLength: 30 }),
    region: string('Region of its resources, which never move: another region needs an environment of its own.', {
      pattern: '^[a-z]+-[a-z]+[0-9]+$',
      maxLength: 32,
    }),
    providerConfig: providerConfig(),
    network: string('The VPC network of this cluster, reached through private services access.', {
      pattern: `^projects/${project}/global/networks/[a-z]([a-z0-9-]*[a-z0-9])?$`,
      maxLength: 128,
    }),
    kmsKey: optional(
      string('Name of the key that encrypts storage, in the same region; a key of the provider when absent.', {
        pattern: '^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$',
        maxLength: 256,
      }),
    ),
    alarms: optional(
      object(
        {
          channels: array(
            'Notification channels that are told of alarms.',
            string('Name of a channel.', {
              pattern: '^projects/[^/]+/notificationChannels/[0-9]+$',
              maxLength: 128,
            }),
            { minItems: 1, maxItems: 16 },
          ),
        },
        { description: 'Who is told when something goes wrong; without it, nobody is.' },
      ),
    ),
    workloadPool: optional(
      string('Workload identity pool of this cluster: lets applications be somebody there.', {
        pattern: '^[a-z][a-z0-9-]{4,28}[a-z0-9]\\.svc\\.id\\.goog$',
        maxLength: 64,
      }),
    ),
    objects: optional(gcpObjects),
  },
  {
    description: 'What the target gcp needs to know.',
    rules: [
      {
        // cloud.google.com/sql/docs/postgres/configure-cmek: a database takes no key of another region, and none of a multi-region or global.
        rule: "!has(self.kmsKey) || self.kmsKey.contains('/locations/' + self.region + '/')",
        message: 'a key encrypts storage of its own region only',
        fieldPath: '.kmsKey',
      },
    ],
  },
);

/** The environment section `gcp`: the project and the network of an EnvironmentConfig. */
import { object, optional, set, string } from 'planesmith/schema';
import { gcpObjects } from './objects.ts';
import { providerConfig } from './provider-config.ts';

const project = '[a-z][a-z0-9-]{4,28}[a-z0-9]';

export const gcp = object(
  {
    project: string('Id of the project.', { pattern: `^${project}$`, maxLength: 30 }),
    region: string('Region of its resources. They never move, so another region needs an environment of its own.', {
      pattern: '^[a-z]+-[a-z]+[0-9]+$',
      maxLength: 32,
    }),
    providerConfig: providerConfig(),
    network: string('The VPC network of this cluster, reached through private services access.', {
      pattern: `^projects/${project}/global/networks/[a-z]([a-z0-9-]*[a-z0-9])?$`,
      maxLength: 128,
    }),
    kmsKey: optional(
      string('Name of the key that encrypts storage, in the same region. When absent, a key that Google manages.', {
        pattern: '^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$',
        maxLength: 256,
      }),
    ),
    alarms: optional(
      object(
        {
          channels: set(
            'Notification channels that alarms notify.',
            string('Name of a channel.', {
              pattern: '^projects/[^/]+/notificationChannels/[0-9]+$',
              maxLength: 128,
            }),
            { minItems: 1, maxItems: 16 },
          ),
        },
        { description: 'Where alarms go. Without it, this environment has no alarms.' },
      ),
    ),
    workloadPool: optional(
      string('Workload identity pool of this cluster, which applications need to run as a service account.', {
        pattern: '^[a-z][a-z0-9-]{4,28}[a-z0-9]\\.svc\\.id\\.goog$',
        maxLength: 64,
      }),
    ),
    objects: optional(gcpObjects),
  },
  {
    description: 'The Google Cloud project and network that the target gcp uses.',
    rules: [
      {
        // A database takes no key of another region, of a multi-region or of `global`: cloud.google.com/sql/docs/postgres/configure-cmek
        rule: "!has(self.kmsKey) || self.kmsKey.contains('/locations/' + self.region + '/')",
        message: 'a key can encrypt only storage of its own region',
        fieldPath: '.kmsKey',
      },
    ],
  },
);

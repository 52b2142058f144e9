/** The environment section `incluster`: the operators, volumes and backups of a cluster that runs everything itself. */
import { defaulted, map, object, optional, string } from 'planesmith/schema';
import { namespace } from './kubernetes.ts';
import { inclusterCache } from './cache.ts';
import { inclusterMessages } from './messages.ts';
import { inclusterObjects } from './objects.ts';
import { inclusterPostgres } from './postgres.ts';
import { inclusterSecrets } from './secrets.ts';

const backups = object(
  {
    destination: string('Object store and folder for backups, such as s3://backups/dev.', {
      pattern: '^s3://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._-]+)*$',
      maxLength: 256,
    }),
    endpoint: optional(
      string('Address of the object store. When absent, S3 at AWS.', { pattern: '^https?://', maxLength: 256 }),
    ),
    credentials: optional(
      string(
        'Secret with the keys ACCESS_KEY_ID and ACCESS_SECRET_KEY, which must exist in every namespace with a claim. ' +
          'When absent, pods use the identity of their machine.',
        { format: 'k8s-long-name', maxLength: 253 },
      ),
    ),
    schedule: defaulted(
      string('When full backups start: a cron expression with a leading field for seconds.', {
        pattern: '^\\S+( \\S+){5}$',
        maxLength: 64,
      }),
      '0 0 2 * * *',
    ),
  },
  { description: 'Where backups go. Without it, this environment makes no backups.' },
);

const monitoring = object(
  {
    namespace: namespace('Prometheus'),
    labels: optional(
      map('Labels by which Prometheus finds its monitors and rules.', string('A value.', { maxLength: 63 }), {
        maxProperties: 10,
      }),
    ),
  },
  { description: 'The Prometheus that watches. Without it, this environment has no monitors and no alerts.' },
);

export const incluster = object(
  {
    storageClass: optional(
      string('Storage class of the volumes, which must allow volumes to grow. When absent, the default class.', {
        format: 'k8s-long-name',
        maxLength: 253,
      }),
    ),
    backups: optional(backups),
    monitoring: optional(monitoring),
    cache: optional(inclusterCache),
    messages: optional(inclusterMessages),
    objects: optional(inclusterObjects),
    postgres: optional(inclusterPostgres),
    secrets: optional(inclusterSecrets),
  },
  { description: 'The cluster that the targets local and incluster use.' },
);

/** The environment section `incluster`: the operators, volumes and backups of a cluster that runs everything itself. */
import { boolean, defaulted, map, object, optional, string } from 'planesmith/schema';
import { namespace } from './kubernetes.ts';
import { inclusterCache } from './cache.ts';
import { inclusterMessages } from './messages.ts';
import { inclusterObjects } from './objects.ts';
import { inclusterPostgres } from './postgres.ts';
import { inclusterSecrets } from './secrets.ts';

const backups = object(
  {
    bucketClass: optional(
      string(
        'Storage class by which an operator such as Rook or NooBaa makes a bucket for the backups of each database, with keys that open this one ' +
          'bucket. It must retain buckets, or backups go with their claim. Instead of a destination.',
        { format: 'k8s-long-name', maxLength: 253 },
      ),
    ),
    destination: optional(
      string('Object store and folder for the backups of all databases, such as s3://backups/dev.', {
        pattern: '^s3://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._-]+)*$',
        maxLength: 256,
      }),
    ),
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
    shared: optional(
      boolean(
        'Whether the credentials in one namespace open the backups of others. With `false` the platform team gives each namespace keys of its own ' +
          'that reach no other folder than <destination>/<namespace>, or <destination>/<namespace>-<uid> if a DevNamespace made the namespace. ' +
          'With `true` everybody who may read Secrets in one namespace, or run pods in it, reads the backups of every team. When absent, no new ' +
          'database gets a destination.',
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
  {
    description: 'Where backups go. Without it, this environment makes no backups.',
    rules: [
      {
        rule: 'has(self.destination) != has(self.bucketClass)',
        message: 'backups go to a destination, or to a bucket of each database (bucketClass): name one of the two',
      },
      {
        rule: '!has(self.bucketClass) || (has(self.endpoint) && !has(self.credentials) && !has(self.shared))',
        message:
          'with bucketClass there is an endpoint, and the operator makes the credentials, which are never shared',
        fieldPath: '.bucketClass',
      },
      {
        rule: '!has(self.shared) || self.shared || has(self.credentials)',
        message: 'without credentials every pod of a machine has its identity, so all namespaces share what it opens',
        fieldPath: '.shared',
      },
    ],
  },
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

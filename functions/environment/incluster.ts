/** The facts of a cluster that runs its databases itself. */
import { defaulted, integer, map, object, oneOf, optional, string } from 'planesmith/schema';

const namespace = (what: string) => string(`Namespace of ${what}.`, { format: 'k8s-short-name', maxLength: 63 });

const backups = object(
  {
    destination: string('Object store and folder for backups, such as s3://backups/dev.', {
      pattern: '^s3://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9._-]+)*$',
      maxLength: 256,
    }),
    endpoint: optional(
      string('Address of an object store that is not the one of the cloud.', { pattern: '^https?://', maxLength: 256 }),
    ),
    credentials: optional(
      string(
        'Secret with the keys ACCESS_KEY_ID and ACCESS_SECRET_KEY, which must exist in every namespace with a claim. ' +
          'Without it, database pods use the identity of their machine.',
        { format: 'k8s-long-name', maxLength: 253 },
      ),
    ),
    schedule: defaulted(
      string('When a full backup is made: cron with a leading field for seconds.', {
        pattern: '^\\S+( \\S+){5}$',
        maxLength: 64,
      }),
      '0 0 2 * * *',
    ),
  },
  { description: 'Where backups go; without it, this environment makes none.' },
);

const monitoring = object(
  {
    namespace: namespace('Prometheus'),
    labels: optional(
      map('Labels by which Prometheus finds its monitors.', string('A value.', { maxLength: 63 }), {
        maxProperties: 10,
      }),
    ),
  },
  { description: 'Which Prometheus watches; without it, nobody does.' },
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
    instances: defaulted(integer('How many poolers stand before each database.', { minimum: 1, maximum: 9 }), 2),
  },
  { description: 'Puts a connection pooler before each highly available database.' },
);

export const incluster = object(
  {
    operatorNamespace: namespace('the PostgreSQL operator'),
    images: map(
      'The PostgreSQL image of each major version, by tag and digest. An image in use must stay listed.',
      string('An image.', { pattern: '^[^\\s@]+:[A-Za-z0-9_.-]+@sha256:[0-9a-f]{64}$', maxLength: 512 }),
      { minProperties: 1, maxProperties: 16 },
    ),
    storageClass: optional(
      string('Class of the volumes; the default class when absent. It must allow volumes to grow.', {
        format: 'k8s-long-name',
        maxLength: 253,
      }),
    ),
    backups: optional(backups),
    monitoring: optional(monitoring),
    pooling: optional(pooling),
  },
  { description: 'What the targets local and incluster need to know.' },
);

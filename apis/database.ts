/** The API Database: the fields of a claim, of its record and of its status. */
import {
  api,
  boolean,
  connectionSecret,
  defaulted,
  deletion,
  effectiveDeletion,
  integer,
  object,
  oneOf,
  optional,
  string,
} from 'planesmith/schema';
import {
  backup,
  endpoint,
  links,
  recordedHome,
  recordedKey,
  recordedNetwork,
  size,
  sizes,
  storageGB,
  version,
} from './vocabulary.ts';

/** The approved PostgreSQL major versions; an environment may offer fewer. */
export const postgresVersions = ['15', '16', '17', '18'] as const;

/** The default storage in GiB. */
export const usualStorageGB = 10;

const secret = {
  type: 'The protocol that clients speak: `postgresql`.',
  provider: 'What runs the server. Applications need not read it.',
  host: 'Name to connect to. It may change: read it at each start.',
  port: 'Port to connect to.',
  database: "Name of the application's database on the server.",
  username: 'Login of the application, which has no other rights than to its database.',
  password: 'Password of that login.',
  uri: 'All of it in one: `postgresql://…`, with TLS (`sslmode=require`), as drivers based on libpq take it.',
  'jdbc-uri': 'The same for Java: `jdbc:postgresql://…`.',
  'ca.crt':
    'Certificate authority of the server, in PEM. With it clients can check the server too, by `sslmode=verify-full`.',
};

const advanced = object(
  {
    maxConnections: optional(
      integer(
        'How many sessions may be open at once. The default grows with `size`. A change takes effect when the server ' +
          'next restarts; depending on where it runs, the change itself restarts it.',
        {
          minimum: 25,
          maximum: 5000,
        },
      ),
    ),
    statementTimeoutSeconds: optional(
      integer('Cancel a statement that runs longer; 0 never does.', { minimum: 0, maximum: 86_400 }),
    ),
    idleTransactionTimeoutSeconds: optional(
      integer('End a session that sits idle inside a transaction for longer; 0 never does.', {
        minimum: 0,
        maximum: 86_400,
      }),
    ),
    lockTimeoutSeconds: optional(
      integer('Give up waiting for a lock after this time; 0 waits for ever.', { minimum: 0, maximum: 3_600 }),
    ),
    slowStatementMilliseconds: optional(
      integer('Log every statement that takes at least this long; 0 logs all of them, -1 none.', {
        minimum: -1,
        maximum: 600_000,
      }),
    ),
    workMemoryMB: optional(
      integer('Memory in MiB that one sort or hash may take before it spills to disk.', { minimum: 1, maximum: 512 }),
    ),
    logStatements: optional(oneOf('Which statements are logged whatever they take.', ['none', 'ddl', 'mod', 'all'])),
  },
  { description: 'Settings of the database server, for those who know that they need them.' },
);

export const database = api({
  kind: 'Database',
  shortNames: ['db'],
  categories: ['platform'],
  description:
    'A PostgreSQL database of your own: encrypted, monitored and backed up as its environment demands, ' +
    'with one Secret to mount.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object({
    engine: defaulted(
      oneOf('The database engine.', ['postgres'], {
        rules: [{ rule: 'self == oldSelf', message: 'the engine of a database cannot be changed' }],
      }),
      'postgres',
    ),
    version: version(postgresVersions),
    size: size(),
    storageGB: storageGB(usualStorageGB, 1000),
    deletion: deletion(),
    connectionSecret: connectionSecret(secret),
    advanced: optional(advanced),
  }),
  recorded: object({
    // A text: a database keeps its version after this platform has dropped it.
    version: string('Major version in use.', { maxLength: 16 }),
    size: oneOf('Size in use.', sizes),
    sizing: string('Edition of the size table that this database follows.', { maxLength: 16 }),
    storageGB: integer('Storage asked for in GiB, which never shrinks.', { minimum: 1, maximum: 1000 }),
    ...recordedHome(),
    ...recordedKey(),
    network: recordedNetwork(),
    identity: string('Name of the server outside this cluster.', { maxLength: 63 }),
    database: string('Name of the database on its server.', { maxLength: 63 }),
    username: string('Login of the application.', { maxLength: 63 }),
    archive: string('Name of its backups where the environment keeps backups.', { maxLength: 300 }),
    backupStore: optional(
      object(
        {
          place: string('Bucket and folder.', { maxLength: 512 }),
          bucketClass: optional(string('How its bucket was made, if nobody else has it.', { maxLength: 253 })),
          endpoint: optional(string('Address of the store, if it is not the usual one.', { maxLength: 256 })),
          credentials: optional(string('Secret with keys that the platform team made.', { maxLength: 253 })),
        },
        { description: 'Where its backups are, if it runs in the cluster.' },
      ),
    ),
  }),
  status: object({
    endpoint: endpoint(),
    effective: optional(
      object(
        {
          engine: oneOf('The database engine.', ['postgres']),
          version: string('Major version in use.', { maxLength: 16 }),
          size: oneOf('Size in use.', sizes),
          storageGB: integer('Storage provided in GiB.'),
          highlyAvailable: boolean('Whether it survives the loss of one machine.'),
          backupDays: integer('How many days back it can be restored to any point in time; 0 means no backups.'),
          deletion: effectiveDeletion(),
        },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
    backup: backup(),
  }),
  secret,
  tasks: {
    'Get back an earlier state':
      '`status.effective.backupDays` says how many days back any point in time can be had, and `status.backup.lastSuccessful` what the latest ' +
      'backup covers. The platform team restores it into a server beside this one, and copies the data from there.',
    'Change the password':
      'It does not change by itself. The platform team can set another one on the server and in the Secret of its login; the Secret of the claim follows.',
  },
  limits: {
    size: { among: 'limits.sizes' },
    version: { among: 'postgres.versions' },
    storageGB: { most: 'limits.storageGB' },
  },
  columns: [
    { name: 'SIZE', jsonPath: '.status.effective.size' },
    { name: 'VERSION', jsonPath: '.status.effective.version' },
    { name: 'STORAGE', jsonPath: '.status.effective.storageGB' },
    { name: 'ENDPOINT', jsonPath: '.status.endpoint', priority: 1 },
    { name: 'SECRET', jsonPath: '.status.connectionSecretRef.name', priority: 1 },
  ],
});

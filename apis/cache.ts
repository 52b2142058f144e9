/** The API Cache: the fields of a claim, of its record and of its status. */
import { api, boolean, connectionSecret, defaulted, integer, object, oneOf, optional, string } from 'planesmith/schema';
import { endpoint, links, recordedHome, recordedKey, recordedNetwork, recordedProduct } from './vocabulary.ts';

const secret = {
  host: 'Name to connect to.',
  port: 'Port to connect to.',
  username: 'Login of the application.',
  password: 'Password of that login.',
  tls: '`true` if clients must use TLS, else `false`.',
  'ca.crt': 'Certificate authority of the server, in PEM; absent if it is a public one, or if there is no TLS.',
  uri: 'All of it in one: `rediss://…` with TLS, else `redis://…`.',
};

/** The values that a full cache may evict. */
export const evictions = ['any', 'expiring', 'none'] as const;

export const cache = api({
  kind: 'Cache',
  categories: ['platform'],
  description:
    'A cache that speaks the Redis protocol, with a password and one Secret to mount. What it holds may be lost at any time: keep ' +
    'what must last in a Database or a StateStore. Where `tls` is `true`, clients must use TLS; the Secret has `ca.crt`, the authority to ' +
    'trust, only where that is not a public one.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object({
    memoryMB: defaulted(
      integer(
        'Memory for data in MiB. Some environments only provide certain sizes: what was provided is in `status.effective.memoryMB`. ' +
          'A change may empty the cache where the environment is not highly available, and some environments cannot give more later.',
        { minimum: 256, maximum: 4096 },
      ),
      256,
    ),
    eviction: optional(
      oneOf(
        'What makes room when the memory is full: `any` value, those used least recently first; only `expiring` ones, which were ' +
          'given a time to live; or `none`, so that writes fail. When absent, what the environment does best: ' +
          '`status.effective.eviction` tells.',
        evictions,
      ),
    ),
    connectionSecret: connectionSecret(secret),
  }),
  recorded: object({
    memoryMB: integer('Memory asked for in MiB.', { minimum: 256, maximum: 4096 }),
    identity: string('Name of the cache outside this cluster.', { maxLength: 60 }),
    ...recordedHome(),
    ...recordedKey(),
    network: recordedNetwork(),
    version: optional(string('Version of the engine, where it is chosen.', { maxLength: 16 })),
    highlyAvailable: optional(boolean('Whether it survives the loss of one machine, where that cannot be changed.')),
    product: recordedProduct(),
    tls: optional(boolean('Whether its clients speak TLS, where they may not.')),
  }),
  status: object({
    endpoint: endpoint(),
    effective: optional(
      object(
        {
          memoryMB: integer('Memory for data in MiB.'),
          eviction: oneOf('What makes room when the memory is full.', evictions),
          highlyAvailable: boolean('Whether it survives the loss of one machine.'),
        },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
  }),
  secret,
  tasks: {
    'Empty it':
      'Not every target lets applications run `FLUSHALL`. Make a claim of another name instead, let the application use its Secret, and delete this one.',
  },
  limits: { memoryMB: { most: 'limits.memoryMB' } },
  columns: [
    { name: 'MEMORY', jsonPath: '.status.effective.memoryMB' },
    { name: 'ENDPOINT', jsonPath: '.status.endpoint', priority: 1 },
    { name: 'SECRET', jsonPath: '.status.connectionSecretRef.name', priority: 1 },
  ],
});

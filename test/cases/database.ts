/** The golden cases of Database. */
import type { GoldenCase } from './index.ts';
import { asking, example, minimal } from './claims.ts';
import type { Moment } from './situation.ts';

const orders = example('database.yaml');
const bare = minimal(orders);
const full = asking(orders, {
  engine: 'postgres',
  version: '16',
  size: 'medium',
  storageGB: 50,
  deletion: 'delete',
  connectionSecret: { name: 'orders-credentials', keyAliases: { PGHOST: 'host', PGPASSWORD: 'password' } },
  advanced: {
    maxConnections: 150,
    statementTimeoutSeconds: 30,
    idleTransactionTimeoutSeconds: 60,
    lockTimeoutSeconds: 10,
    slowStatementMilliseconds: 500,
    workMemoryMB: 16,
    logStatements: 'ddl',
  },
});

const foreignSecret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'orders-database', namespace: 'team-a' },
  type: 'Opaque',
  data: {},
};

/** The environment after its default version was raised. */
const newDefault: NonNullable<Moment['environmentNow']> = (config) => {
  const data = config['data'] as { postgres: object };
  return { ...config, data: { ...data, postgres: { ...data.postgres, defaultVersion: '18' } } };
};

/** The environment without its section about databases. */
const withoutPostgres: NonNullable<Moment['environmentNow']> = (config) => {
  const { postgres: _, ...data } = config['data'] as { postgres: object };
  return { ...config, data };
};

const namespaced = { flavour: 'namespaced' } as const;
const local = { target: 'local', environment: 'local' } as const;
const incluster = { target: 'incluster', environment: 'dev' } as const;
const aws = { target: 'aws', environment: 'dev' } as const;

type Row = readonly [name: string, reason: string, moment: Omit<Moment, 'flavour'> & Pick<GoldenCase, 'stops'>];

const rows: readonly Row[] = [
  ['local-new', 'every default, and no Secret yet', { ...local, claim: bare, state: 'new' }],
  ['local-starting', 'full intent while the operator works', { ...local, claim: bare, state: 'starting' }],
  ['local-ready', 'Ready, with every key of the Secret', { ...local, claim: bare, state: 'ready' }],
  ['local-restored', 'the same as when it was ready', { ...local, claim: bare, state: 'restored' }],

  ['incluster-new', 'backups and monitoring of a dev cluster', { ...incluster, claim: orders, state: 'new' }],
  ['incluster-starting', 'full intent while operators work', { ...incluster, claim: orders, state: 'starting' }],
  ['incluster-ready', 'Ready, with the last backup', { ...incluster, claim: orders, state: 'ready' }],
  ['incluster-restored', 'nothing is decided anew', { ...incluster, claim: orders, state: 'restored' }],
  [
    'incluster-full-ready',
    'every field set, own Secret name and aliases',
    { ...incluster, claim: full, state: 'ready' },
  ],
  [
    'incluster-prod-new',
    'three servers, a pooler and a month of backups',
    { ...incluster, environment: 'prod', claim: orders, state: 'new' },
  ],
  [
    'incluster-prod-ready',
    'applications connect through the pooler',
    { ...incluster, environment: 'prod', claim: orders, state: 'ready' },
  ],

  ['aws-new', 'the instance waits for its groups', { ...aws, claim: orders, state: 'new' }],
  ['aws-starting', 'nothing that exists is left out', { ...aws, claim: orders, state: 'starting' }],
  ['aws-halfway', 'the instance is being created', { ...aws, claim: orders, state: 'halfway' }],
  ['aws-ready', "the application's own login in the Secret", { ...aws, claim: orders, state: 'ready' }],
  ['aws-restored', 'nothing is decided anew', { ...aws, claim: orders, state: 'restored' }],
  ['aws-full-ready', 'every field set, own Secret name and aliases', { ...aws, claim: full, state: 'ready' }],
  [
    'aws-prod-new',
    'highly available, encrypted with the own key, retained',
    { ...aws, environment: 'prod', claim: orders, state: 'new' },
  ],
  [
    'aws-prod-ready',
    'ranges and groups of clients as rules',
    { ...aws, environment: 'prod', claim: orders, state: 'ready' },
  ],
  [
    'gcp-prod-ready',
    'alert policies on what is highly available',
    { target: 'gcp', environment: 'prod', claim: orders, state: 'ready' },
  ],
  [
    'azure-prod-ready',
    'metric alerts on what has a standby',
    { target: 'azure', environment: 'prod', claim: orders, state: 'ready' },
  ],
  [
    'aws-upgraded',
    'a parameter group of the new version beside what exists',
    { ...aws, claim: bare, state: 'ready', claimNow: asking(bare, { version: '18' }) },
  ],
  [
    'aws-retained',
    'asked to be kept where the default is to delete',
    { ...aws, claim: asking(orders, { deletion: 'retain' }), state: 'new' },
  ],

  [
    'aws-default-moved',
    'a new default version moves no existing database',
    { ...aws, claim: bare, state: 'ready', environmentNow: newDefault },
  ],
  [
    'incluster-restored-moved',
    'nor one whose status was lost',
    { ...incluster, claim: bare, state: 'restored', environmentNow: newDefault },
  ],

  [
    'refused-new',
    'a size that is not offered: nothing is composed, and the condition says who can help',
    { ...incluster, claim: asking(orders, { size: 'large' }), state: 'new' },
  ],
  [
    'refused-ready',
    'an existing database keeps its size when a larger one is refused',
    { ...incluster, claim: orders, state: 'ready', claimNow: asking(orders, { size: 'large', storageGB: 500 }) },
  ],
  [
    'secret-taken',
    "somebody else's Secret is left alone",
    { ...local, claim: bare, state: 'ready', others: [foreignSecret] },
  ],
  [
    'environment-missing',
    'without an EnvironmentConfig nothing is touched',
    { ...local, environment: undefined, claim: bare, state: 'new', stops: 'Warning' },
  ],
  [
    'environment-incapable',
    'an environment without AWS cannot serve that target',
    { ...aws, environment: 'local', claim: bare, state: 'new', stops: 'Warning' },
  ],
  [
    'environment-broken',
    'an existing database is left as it is while the environment lacks facts',
    {
      ...incluster,
      claim: orders,
      state: 'ready',
      stops: 'Fatal',
      environmentNow: (config) => ({ ...config, data: { name: 'dev' } }),
    },
  ],
  [
    'environment-withdrawn',
    'an existing database is left as it is where databases are no longer offered',
    { ...incluster, claim: orders, state: 'ready', stops: 'Fatal', environmentNow: withoutPostgres },
  ],
];

/** Cases that the claims flavour has too: one of each kind of answer. */
const alsoAsClaim = new Set([
  'local-new',
  'local-ready',
  'incluster-new',
  'incluster-ready',
  'aws-halfway',
  'aws-ready',
  'refused-new',
  'environment-missing',
]);

export const databaseCases: readonly GoldenCase[] = rows.flatMap(([name, reason, moment]) => {
  const golden: GoldenCase = { ...moment, ...namespaced, name: `database/${name}`, reason };
  if (!alsoAsClaim.has(name)) return [golden];
  return [golden, { ...golden, flavour: 'claims' as const, name: `${golden.name}-claims` }];
});

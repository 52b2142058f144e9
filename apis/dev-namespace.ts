/** The API DevNamespace: the fields of a claim, of its record and of its status. */
import {
  api,
  boolean,
  claimsInside,
  connectionSecret,
  defaulted,
  expiresAt,
  integer,
  object,
  oneOf,
  optional,
  set,
  string,
  team,
} from 'planesmith/schema';
import { links, recordedHome, serviceAccount } from './vocabulary.ts';

/** How much may run in it. The platform decides the CPU, memory and storage of each quota. */
export const quotas = ['S', 'M', 'L'] as const;

/** How it is separated from other namespaces. */
export const isolations = ['namespace', 'vcluster'] as const;

const keys = {
  kubeconfig: 'Address and credentials of the virtual cluster, for `kubectl`; absent without one.',
};

/** The longest life that a claim may ask for, in days. */
export const longestLife = 90;

const member = string('The name with which a person is known to this cluster, such as an e-mail address.', {
  pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]*$',
  minLength: 1,
  maxLength: 253,
});

export const devNamespace = api({
  kind: 'DevNamespace',
  shortNames: ['devns'],
  categories: ['platform'],
  scope: 'Cluster',
  description:
    'A place to work for a while: a namespace of your own with a quota, closed to the network, in which only its members ' +
    'may change things.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object(
    {
      team: team(),
      members: set('Who may work in it.', member, { minItems: 1, maxItems: 50 }),
      quota: defaulted(
        oneOf(
          'How much may run in it: S suits one service, M several, L a whole product. Can be changed later.',
          quotas,
        ),
        'S',
      ),
      ttl: optional(
        string(
          'How long it lives, in days from its creation, such as 14d; 90d at most. When absent, 30d, or the most that is allowed ' +
            'here where that is less; what was granted before and is more stays. When its life is over is in `status.expiresAt`; a larger value extends it.',
          { pattern: '^([1-9]|[1-8][0-9]|90)d$', maxLength: 3 },
        ),
      ),
      isolation: defaulted(
        oneOf(
          'What separates it from others: a namespace shares the cluster with them; vcluster adds a virtual cluster, with ' +
            'kinds and namespaces of its own, to which the Secret holds a kubeconfig. What runs in it and what it takes ' +
            'itself count towards the quota.',
          isolations,
          { rules: [{ rule: 'self == oldSelf', message: 'what separates it from others cannot be changed' }] },
        ),
        'namespace',
      ),
      connectionSecret: connectionSecret(keys),
      gitops: defaulted(
        boolean('Whether the GitOps controller of this cluster may deploy into it, with the rights of a member.'),
        false,
      ),
    },
    {
      rules: [
        {
          rule: "!has(self.connectionSecret) || self.isolation == 'vcluster'",
          message: 'only with the isolation vcluster is there a Secret',
          fieldPath: '.connectionSecret',
        },
      ],
    },
  ),
  recorded: object({
    quota: oneOf('Quota in use.', quotas),
    ttlDays: integer('Days it lives from its creation.', { minimum: 1, maximum: longestLife }),
    ...recordedHome(),
    account: optional(string('Id of the account that its applications act as in the cloud.', { maxLength: 30 })),
    isolation: optional(oneOf('What separates it from others.', isolations)),
    virtualCluster: optional(
      object(
        {
          repository: string('Repository of its software.', { maxLength: 512 }),
          version: string('Version of its software.', { maxLength: 64 }),
          digest: string('Digest of its software.', { maxLength: 71 }),
          providerConfig: string('Credentials with which it is installed.', { maxLength: 253 }),
        },
        { description: 'How its virtual cluster is installed.' },
      ),
    ),
    deployer: optional(string('Namespace and account of the GitOps controller that may deploy.', { maxLength: 320 })),
  }),
  status: object({
    namespace: optional(string('The namespace to work in, once it exists.', { maxLength: 63 })),
    serviceAccount: serviceAccount(),
    expiresAt: expiresAt(),
    claims: claimsInside(),
    effective: optional(
      object(
        {
          quota: oneOf('Quota in use.', quotas),
          ttlDays: integer('Days it lives from its creation.'),
          cpu: string('CPU that all of its pods together may request.', { maxLength: 16 }),
          memory: string('Memory that all of its pods together may request.', { maxLength: 16 }),
          storage: string('Storage that all of its volumes together may request.', { maxLength: 16 }),
        },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
  }),
  secret: keys,
  tasks: {
    'Let it live longer': 'Raise `ttl`, up to 90d from its creation: `status.expiresAt` says when its life is over.',
    'Let somebody in': 'Add the person to `members`.',
  },
  limits: {
    quota: { among: 'namespaces.quotas' },
    ttl: { most: 'namespaces.ttlDays', unit: 'd' },
    gitops: { needs: 'namespaces.gitops', value: true, why: 'no GitOps controller deploys here' },
    isolation: { needs: 'namespaces.vcluster', value: 'vcluster', why: 'no virtual clusters are offered here' },
  },
  columns: [
    { name: 'TEAM', jsonPath: '.spec.team' },
    { name: 'WORKPLACE', jsonPath: '.status.namespace' },
    { name: 'QUOTA', jsonPath: '.status.effective.quota' },
    { name: 'EXPIRES', jsonPath: '.status.expiresAt' },
  ],
});

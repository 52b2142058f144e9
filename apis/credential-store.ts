/** The API CredentialStore: the fields of a claim, of its record and of its status. */
import {
  api,
  defaulted,
  deletion,
  effectiveDeletion,
  map,
  object,
  oneOf,
  optional,
  set,
  string,
} from 'planesmith/schema';
import { links, plainNames, recordedHome, recordedKey } from './vocabulary.ts';

/** Where values come from; `store` if the claim does not say. */
export const sources = ['store', 'generated', 'written'] as const;

const key = string('Name of a key: letters, digits, dashes and underscores.', {
  pattern: '^[A-Za-z][A-Za-z0-9_-]*$',
  maxLength: 63,
});

const secret = object(
  {
    keys: set('The keys that its Secret will have.', key, { minItems: 1, maxItems: 16 }),
    from: optional(
      oneOf(
        "Where its values come from: `store`, the team's place in the company's store, where somebody puts them; `generated`, " +
          'made up once and kept; `written`, a Secret that the team writes by hand, which is copied into the store. ' +
          'When absent, the store.',
        sources,
      ),
    ),
  },
  {
    description: 'One Secret to mount.',
    rules: [
      {
        rule: "(has(self.from) ? self.from : 'store') == (has(oldSelf.from) ? oldSelf.from : 'store')",
        message: 'where the values of a secret come from cannot be changed; name a new one instead',
        fieldPath: '.from',
      },
      {
        rule: "!has(self.from) || self.from != 'generated' || (self.keys.all(key, key in oldSelf.keys) && oldSelf.keys.all(key, key in self.keys))",
        message: 'the keys of a generated secret cannot be changed; name a new one instead',
        fieldPath: '.keys',
      },
    ],
  },
);

export const credentialStore = api({
  kind: 'CredentialStore',
  shortNames: ['creds'],
  categories: ['platform'],
  description:
    "Passwords, tokens and other values that belong in no Git repository: read from the company's store, generated, or " +
    'written by hand once, each as one Secret to mount.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object({
    secrets: map('What the application needs, by a name of its own.', secret, {
      minProperties: 1,
      maxProperties: 10,
      rules: [plainNames('a secret', 30)],
    }),
    refresh: defaulted(
      string('How soon a value that was changed in the store is in its Secret: 5m at the least, 24h at most.', {
        pattern: '^([5-9]m|[1-5][0-9]m|[1-9]h|1[0-9]h|2[0-4]h)$',
        maxLength: 3,
      }),
      '1h',
    ),
    deletion: deletion(),
  }),
  recorded: object({
    path: string("The claim's place in the store.", { maxLength: 300 }),
    secretNames: map('The Secrets to mount.', string('A Secret.', { maxLength: 253 }), { maxProperties: 10 }),
    writtenNames: optional(
      map('The Secrets that the team writes by hand.', string('A Secret.', { maxLength: 253 }), { maxProperties: 10 }),
    ),
    ...recordedHome(),
    ...recordedKey(),
    role: optional(string('Role that reads and writes its place in the store.', { maxLength: 64 })),
    account: optional(
      string('Account or identity in the cloud that reads and writes its place in the store.', { maxLength: 30 }),
    ),
  }),
  status: object({
    secrets: optional(
      map(
        'What there is, by the name that the claim gives it.',
        object(
          {
            secretName: string('The Secret to mount.', { maxLength: 253 }),
            path: optional(
              string('Where the store keeps its values: one entry with a property per key.', { maxLength: 512 }),
            ),
            written: optional(string('The Secret to write by hand, with the same keys.', { maxLength: 253 })),
          },
          { description: 'Where to find it.' },
        ),
        { maxProperties: 10 },
      ),
    ),
    effective: optional(
      object({ deletion: effectiveDeletion() }, { description: 'What was provided, after every default and limit.' }),
    ),
    links: links(),
  }),
  secret: {},
  tasks: {
    'Put a value in':
      "`status.secrets` says, for each name, where its values go: the `path` in the company's store, or the Secret to write by hand (`written`). " +
      'The claim is ready once every key has a value.',
    'Have a changed value at once':
      'A value that was changed in the store is in its Secret after `refresh`. To have it at once, for the claim `checkout`:\n\n' +
      '```sh\nkubectl annotate externalsecret -n team-a -l app.kubernetes.io/instance=checkout force-sync=$(date +%s) --overwrite\n```',
    'Replace a generated value': 'Delete its Secret and its ExternalSecret: both are made again, with another value.',
  },
  columns: [
    { name: 'PATH', jsonPath: '.status.recorded.path' },
    { name: 'REFRESH', jsonPath: '.spec.refresh' },
  ],
});

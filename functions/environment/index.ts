/** The schema of the platform's EnvironmentConfig: the facts of one environment, which its platform engineers write. */
import {
  defaulted,
  integer,
  map,
  newClaimTargets,
  object,
  oneOf,
  optional,
  set,
  string,
  teamCatalogue,
  type Output,
} from 'planesmith/schema';
import { apis } from '../../apis/index.ts';
import { sizes } from '../../apis/vocabulary.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import { incluster } from './incluster.ts';
import { namespaces } from './namespaces.ts';
import { postgres } from './postgres.ts';

const template = (what: string) =>
  optional(
    string(`Address of ${what}; {environment}, {namespace}, {kind} and {name} are filled in per claim.`, {
      pattern: '^https?://([^{}]|\\{(environment|namespace|kind|name)\\})+$',
      maxLength: 1024,
    }),
  );

export const environment = object(
  {
    name: string(
      'Short id of the environment, part of every name in its cloud account. No other environment in that account may have it.',
      {
        pattern: '^[a-z]([a-z0-9]|-[a-z0-9])*$',
        maxLength: 16,
        rules: [
          {
            rule: "self != 'sg' && !self.startsWith('sg-')",
            message: 'AWS refuses names of security groups that begin with sg-',
          },
        ],
      },
    ),
    tier: oneOf('How critical it is. Decides availability and how long backups are kept.', [
      'local',
      'dev',
      'staging',
      'prod',
    ]),
    deletion: oneOf('What happens to the data of a deleted claim, unless the claim itself says.', ['retain', 'delete']),
    limits: object(
      {
        sizes: set('The sizes that claims may ask for.', oneOf('A size.', sizes), { minItems: 1, maxItems: 3 }),
        storageGB: integer('The most storage in GiB that one claim may ask for.', { minimum: 1, maximum: 1000 }),
        memoryMB: defaulted(
          integer('The most memory in MiB that the cache of one claim may have.', { minimum: 256, maximum: 4096 }),
          1024,
        ),
      },
      { description: 'What claims may ask for.' },
    ),
    catalogue: teamCatalogue(apis),
    targets: newClaimTargets(apis),
    postgres: optional(postgres),
    namespaces: optional(namespaces),
    tags: optional(
      map(
        'Labels of pods and tags of cloud resources, such as owner and cost-centre.',
        string('A value.', { pattern: '^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$', maxLength: 63 }),
        {
          maxProperties: 20,
          rules: [
            {
              rule: "self.all(key, key.matches('^[A-Za-z]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$') && !key.matches('^[Aa][Ww][Ss]'))",
              message:
                'a name has up to 63 letters, digits, dashes, dots and underscores; it begins with a letter, but not with aws, and ends with a letter or digit',
            },
            {
              // As functions/concerns/tags.ts writes them for Google.
              rule: "self.all(key, self.exists_one(other, other.lowerAscii().replace('.', '_') == key.lowerAscii().replace('.', '_')))",
              message: 'two names become one in Google Cloud, which takes neither capitals nor dots',
            },
          ],
        },
      ),
    ),
    links: optional(
      object(
        {
          logs: template('its logs'),
          metrics: template('its metrics'),
          docs: template('its documentation'),
          runbook: template('its runbook'),
        },
        { description: 'Where developers look next. The status of every claim reports these links.' },
      ),
    ),
    incluster: optional(incluster),
    aws: optional(aws),
    gcp: optional(gcp),
    azure: optional(azure),
  },
  {
    description: 'The facts of one environment.',
    rules: [
      {
        rule: "self.tier != 'prod' || !has(self.incluster) || has(self.incluster.backups)",
        message: 'a prod environment must say where backups go',
        fieldPath: '.incluster',
        reason: 'FieldValueRequired',
      },
      {
        rule:
          '!has(self.incluster) || !has(self.incluster.postgres) || !has(self.postgres) || ' +
          'self.postgres.versions.all(v, v in self.incluster.postgres.images)',
        message: 'every offered version needs an image',
        fieldPath: '.incluster.postgres.images',
      },
    ],
  },
);

/** The facts of one environment. */
export type Environment = Output<typeof environment>;

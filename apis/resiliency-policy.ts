/** The API ResiliencyPolicy: the fields of a claim, of its record and of its status. */
import { api, defaulted, integer, object, oneOf, optional, set, string } from 'planesmith/schema';
import { appID, links } from './vocabulary.ts';

/** How long to try before giving up. */
export const presets = ['quick', 'standard', 'patient'] as const;

const component = string('Name of a component.', {
  pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
  minLength: 1,
  maxLength: 253,
});

export const resiliencyPolicy = api({
  kind: 'ResiliencyPolicy',
  alsoServed: ['v1beta1'],
  shortNames: ['resilience'],
  categories: ['platform'],
  description:
    'How calls between applications and to their components end when the other side is slow or down: with a timeout, ' +
    'retries and a circuit breaker, without a line of code.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object(
    {
      preset: defaulted(
        oneOf(
          'How long to try: quick suits people who wait, standard most calls, patient work in the background.',
          presets,
        ),
        'standard',
      ),
      timeoutSeconds: optional(
        integer('Give up one try after this time; the preset decides when absent.', { minimum: 1, maximum: 60 }),
      ),
      retries: optional(
        integer('How often to try again after a failure; the preset decides when absent.', {
          minimum: 0,
          maximum: 10,
        }),
      ),
      callers: optional(
        set(
          'The applications that call, by their Dapr app id; all of the namespace when absent.',
          appID('An app id.'),
          {
            minItems: 1,
            maxItems: 32,
          },
        ),
      ),
      callees: optional(
        set('The applications that are called, by their Dapr app id.', appID('An app id.'), {
          minItems: 1,
          maxItems: 32,
        }),
      ),
      components: optional(
        set('The Dapr components that are called, such as state stores and brokers.', component, {
          minItems: 1,
          maxItems: 32,
        }),
      ),
    },
    {
      rules: [
        {
          rule: 'has(self.callees) || has(self.components)',
          message: 'name at least one of callees and components: what is called',
          reason: 'FieldValueRequired',
          fieldPath: '.callees',
        },
      ],
    },
  ),
  recorded: object({}),
  status: object({
    effective: optional(
      object(
        {
          timeoutSeconds: integer('When one try is given up.'),
          retries: integer('How often a failed call is tried again.'),
          breaksAfter: integer('After how many failures in a row calls are refused at once.'),
          mendsAfterSeconds: integer('When the next call is let through again.'),
        },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
  }),
  secret: {},
  columns: [
    { name: 'PRESET', jsonPath: '.spec.preset' },
    { name: 'TIMEOUT', jsonPath: '.status.effective.timeoutSeconds' },
    { name: 'RETRIES', jsonPath: '.status.effective.retries' },
  ],
});

/** The API StateStore: the fields of a claim, of its record and of its status. */
import {
  api,
  boolean,
  defaulted,
  deletion,
  effectiveDeletion,
  integer,
  object,
  oneOf,
  optional,
  set,
  string,
} from 'planesmith/schema';
import { appID, links, size, sizes } from './vocabulary.ts';

/** The kinds of storage that can hold the state. */
export const backends = ['postgres', 'redis'] as const;

/** The memory in MiB of the Cache for each size. */
export const memoryMB: Readonly<Record<(typeof sizes)[number], number>> = { small: 256, medium: 1024, large: 4096 };

export const stateStore = api({
  kind: 'StateStore',
  shortNames: ['state'],
  categories: ['platform'],
  description:
    'Where applications keep their state through Dapr: a component with the same name and API everywhere, over a Database or a Cache ' +
    'of its own.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object({
    scopes: set('The applications that may use it, by their Dapr app id.', appID('An app id.'), {
      minItems: 1,
      maxItems: 32,
    }),
    backend: optional(
      oneOf(
        'What keeps the state: `postgres`, a Database, which is backed up; or `redis`, a Cache, which is faster and may lose everything ' +
          'at any time, and cannot be had everywhere. The former when absent. It cannot be changed later.',
        backends,
      ),
    ),
    actors: defaulted(
      boolean('Whether Dapr keeps the state of actors here; an application can have one such store.'),
      false,
    ),
    size: size(),
    deletion: deletion(),
  }),
  recorded: object({
    backend: oneOf('What keeps the state.', backends),
    size: oneOf('Size in use.', sizes),
    storageGB: optional(
      integer('Storage in GiB of the Database that keeps the state, which never shrinks.', {
        minimum: 1,
        maximum: 1000,
      }),
    ),
  }),
  status: object({
    component: optional(string('The Dapr component.', { maxLength: 253 })),
    effective: optional(
      object(
        { backend: oneOf('What keeps the state.', backends), deletion: effectiveDeletion() },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
  }),
  secret: {},
  tasks: {
    'Let another application use it':
      'Add its Dapr app id to `scopes`, and restart it: Dapr reads components when an application starts.',
    'Find what keeps the state':
      'It is a Database or a Cache in the same namespace, and its name begins with that of the claim: `kubectl get platform -n <namespace>`.',
  },
  limits: {
    size: [
      { among: 'limits.sizes' },
      {
        most: 'limits.memoryMB',
        amounts: memoryMB,
        when: { backend: 'redis' },
        why: '{asked} keeps the state in {amount} MiB of memory, which is more than the {limit} allowed here',
      },
    ],
  },
  columns: [
    { name: 'BACKEND', jsonPath: '.status.effective.backend' },
    { name: 'COMPONENT', jsonPath: '.status.component' },
  ],
});

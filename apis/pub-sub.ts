/** The API PubSub: the fields of a claim, of its record and of its status. */
import {
  api,
  boolean,
  connectionSecret,
  defaulted,
  deletion,
  effectiveDeletion,
  integer,
  map,
  object,
  oneOf,
  optional,
  set,
  string,
} from 'planesmith/schema';
import {
  daprApps,
  givenAccount,
  links,
  plainNames,
  recordedHome,
  recordedKey,
  recordedProduct,
  serviceAccount,
  staysWithAccount,
} from './vocabulary.ts';

const secret = {
  provider: 'The broker, and so the client library to take without Dapr. Which keys there are depends on it.',
  topics: 'What the broker calls each topic: a JSON object by the names in the claim.',
  subscriptions:
    'Where applications read each topic: a JSON object by the names in the claim. Absent if consumers are named, or a queue is read.',
  consumers:
    'Where each named consumer reads: a JSON object by consumer and topic. Absent if the claim names no consumers.',
  host: 'Name to connect to, if applications prove who they are by the account that they run as.',
  bootstrapServers: 'Kafka: the addresses to connect to first, with commas between them.',
  securityProtocol: 'Kafka: how clients connect, as their setting `security.protocol` takes it.',
  saslMechanism: 'Kafka: how they log in, as their setting `sasl.mechanism` takes it.',
  username: 'Kafka: login of the application. Names of its consumer groups begin with it.',
  password: 'Kafka: password of that login.',
  'ssl.truststore.crt': 'Kafka: certificate authority of the brokers, in PEM.',
  region: 'Region of the topics, if they have one.',
  queueUrl:
    'Address of the queue that has the messages of all topics; absent if there is none, or each consumer has its own.',
  access_key_id: 'Id of the key by which topics and queues are reached, if they take keys.',
  secret_key: 'The secret half of that key; absent with it.',
};

/** The ways in which an application uses topics. */
export const accesses = ['produce', 'consume'] as const;

/** The default number of partitions of a topic. */
export const usualPartitions = 3;

/** The most topics that the record holds, removed ones included. */
export const mostRemembered = 100;

const topic = object(
  {
    partitions: optional(
      integer(
        `How many consumers can share the work, ${usualPartitions} when absent. It can grow and never shrink. Where topics have no ` +
          'partitions it means nothing.',
        { minimum: 1, maximum: 24 },
      ),
    ),
    retention: optional(
      string('How long messages are kept, in hours or days, such as 12h; 7d at most, and 24h when absent.', {
        pattern: '^([1-9]|[1-9][0-9]|1[0-5][0-9]|16[0-8])h$|^[1-7]d$',
        maxLength: 4,
      }),
    ),
  },
  {
    description: 'One topic.',
    rules: [
      {
        rule: `(has(self.partitions) ? self.partitions : ${usualPartitions}) >= (has(oldSelf.partitions) ? oldSelf.partitions : ${usualPartitions})`,
        message: 'partitions can be added, never removed',
        fieldPath: '.partitions',
      },
    ],
  },
);

const provided = object(
  {
    partitions: optional(
      integer('How many consumers can share the work; absent where topics have no partitions.', {
        minimum: 1,
        maximum: 24,
      }),
    ),
    retention: optional(
      string(
        'How long messages are kept, in hours. Where one queue takes the messages of all topics, this is the longest that any of them ' +
          'asks for. Absent where none are kept, since no application of this claim consumes them.',
        { maxLength: 4 },
      ),
    ),
  },
  { description: 'One topic.' },
);

const name = (what: string) => string(what, { maxLength: 256 });

/** An app id, short enough for the names that a queue of SQS and a subscription of Service Bus may have. */
const consumer = string('An app id.', { pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$', minLength: 1, maxLength: 36 });

export const pubSub = api({
  kind: 'PubSub',
  categories: ['platform'],
  description:
    'Topics for messages between applications, with one Secret to mount that says where they are, access to these topics alone, and a ' +
    'Dapr component that has the same name and API everywhere.',
  targets: ['local', 'incluster', 'aws', 'gcp', 'azure'],
  spec: object(
    {
      topics: map('The topics, by a name of their own.', topic, {
        minProperties: 1,
        maxProperties: 10,
        rules: [plainNames('a topic', 40)],
      }),
      access: optional(
        set('What the application does with them; both when absent.', oneOf('An access.', accesses), {
          minItems: 1,
          maxItems: 2,
        }),
      ),
      consumers: optional(
        set(
          'The applications that consume, by their Dapr app id. Each of them gets every message, and its replicas share the work. When ' +
            'absent, all that consume share: a message goes to one of them.',
          consumer,
          { minItems: 1, maxItems: 10 },
        ),
      ),
      dapr: defaulted(boolean('Whether there is a Dapr component, named as this claim with `-pubsub` behind.'), true),
      apps: daprApps('use the component'),
      deletion: deletion(),
      serviceAccount: givenAccount(),
      connectionSecret: connectionSecret(secret),
    },
    {
      rules: [
        staysWithAccount,
        {
          rule: "!has(self.consumers) || !has(self.access) || 'consume' in self.access",
          message: 'the access of this claim is only to produce, so nobody consumes',
          fieldPath: '.consumers',
        },
        {
          rule: '!has(self.consumers) || !has(self.apps) || self.consumers.all(app, app in self.apps)',
          message: 'every consumer must be one of the apps that may use the component',
          fieldPath: '.consumers',
        },
      ],
    },
  ),
  recorded: object({
    topics: map('Names of the topics at the broker.', name('A name.'), { maxProperties: 10 }),
    user: name('Whom the broker knows the application as.'),
    broker: optional(name('Broker that keeps its messages, where there could be another.')),
    namespace: optional(string('Namespace of that broker, where it has one.', { maxLength: 63 })),
    layout: optional(
      map(
        'What cannot be taken back of each topic where topics have partitions; also of topics that were removed, whose messages are retained.',
        object(
          {
            partitions: integer('The most partitions that it was given.', { minimum: 1, maximum: 24 }),
            replicas: integer('On how many machines each message is kept.', { minimum: 1, maximum: 5 }),
          },
          { description: 'One topic.' },
        ),
        { maxProperties: mostRemembered },
      ),
    ),
    subscribed: optional(
      set(
        'Topics whose messages wait for the applications, also where these no longer consume, and also of topics that were removed, where they are retained.',
        name('A topic.'),
        { maxItems: mostRemembered },
      ),
    ),
    product: recordedProduct(),
    queue: optional(name('Queue of the application, where consumers have one.')),
    queues: optional(name('Begins the names of the queues of its consumers, where each has one.')),
    sharesGroup: optional(
      boolean(
        'Whether applications share the messages of Kafka unless the claim names consumers. Claims of early releases gave every message to each.',
      ),
    ),
    ...recordedHome(),
    ...recordedKey(),
  }),
  status: object({
    component: optional(string('The Dapr component.', { maxLength: 253 })),
    topics: optional(
      map('What each topic is called where applications and Dapr must name it.', name('A name.'), {
        maxProperties: 10,
      }),
    ),
    serviceAccount: serviceAccount(),
    effective: optional(
      object(
        {
          topics: optional(map('What each topic got, by its name in the claim.', provided, { maxProperties: 10 })),
          deletion: effectiveDeletion(),
        },
        { description: 'What was provided, after every default and limit.' },
      ),
    ),
    links: links(),
  }),
  secret,
  tasks: {
    'Add or remove a topic':
      'Change `topics`. A topic that is taken out of a claim which retains its data, and put back in, is the same topic. Otherwise its messages go with it.',
    'Let another application consume':
      'Usually all applications share the messages. If each must get every message, name all of them in `consumers`: let applications read what waits before the first one is named.',
  },
  columns: [
    { name: 'COMPONENT', jsonPath: '.status.component' },
    { name: 'SECRET', jsonPath: '.status.connectionSecretRef.name', priority: 1 },
  ],
});

/** What an environment must say of its broker of messages. */
import { defaulted, integer, object, oneOf, optional, string } from 'planesmith/schema';
import { namespace } from './kubernetes.ts';
import { providerConfig } from './provider-config.ts';

const plainName = (what: string) => string(what, { format: 'k8s-long-name', maxLength: 253 });

const usualBacklog = () =>
  defaulted(
    integer('How many messages of one topic may be waiting at any time before somebody is called.', {
      minimum: 0,
      maximum: 1_000_000,
    }),
    10,
  );

export const inclusterMessages = object(
  {
    namespace: namespace('the shared broker'),
    cluster: plainName('Name of its Kafka.'),
    listener: optional(
      string('Which of its listeners applications use; the first internal one with TLS and passwords when absent.', {
        pattern: '^[a-z0-9]{1,11}$',
        maxLength: 11,
      }),
    ),
    replicas: defaulted(
      integer('On how many brokers a message is kept; as many must run.', { minimum: 1, maximum: 5 }),
      3,
    ),
    usualBacklog: usualBacklog(),
    providerConfig: providerConfig(),
  },
  {
    description:
      'The Kafka, run by Strimzi, that the topics of all claims share; without it, no topics are offered on local and incluster.',
  },
);

export const azureMessages = object(
  {
    namePrefix: string(
      "Begins the name of every broker: they are unique among all of Azure's customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20 },
    ),
    sku: oneOf(
      'What every new claim has a broker of. Premium lets in the subnets of this cluster alone, on machines of its own, which costs far ' +
        'more; Standard has no network rules: it lets in from everywhere whom it knows.',
      ['Standard', 'Premium'],
    ),
    usualBacklog: usualBacklog(),
  },
  { description: 'What topics on Azure need; without it, none are offered there.' },
);

/** The environment sections `messages`, by target: the broker of all topics. */
import { defaulted, integer, object, oneOf, optional, string } from 'planesmith/schema';
import { namespace } from './kubernetes.ts';
import { providerConfig } from './provider-config.ts';

const plainName = (what: string) => string(what, { format: 'k8s-long-name', maxLength: 253 });

const usualBacklog = () =>
  defaulted(
    integer('How many messages of one topic may usually wait. More of them raise an alarm.', {
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
      string('The listener that applications use. When absent, the first internal one with TLS and passwords.', {
        pattern: '^[a-z0-9]{1,11}$',
        maxLength: 11,
      }),
    ),
    replicas: defaulted(
      integer('On how many brokers each message is stored. At least as many brokers must run.', {
        minimum: 1,
        maximum: 5,
      }),
      3,
    ),
    usualBacklog: usualBacklog(),
    providerConfig: providerConfig(),
  },
  {
    description:
      'The Kafka, run by Strimzi, that the topics of all claims share. Without it, no topics are offered on local and incluster.',
  },
);

export const azureMessages = object(
  {
    namePrefix: string(
      "Begins the name of every broker. These are unique among all Azure customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20 },
    ),
    sku: oneOf(
      'SKU of the Service Bus namespace of every new claim. Premium lets in only the subnets of this cluster and has machines of its ' +
        'own, at a far higher price. Standard has no network rules: a client with a credential can connect from anywhere.',
      ['Standard', 'Premium'],
    ),
    usualBacklog: usualBacklog(),
  },
  { description: 'What topics on Azure need. Without it, none are offered there.' },
);

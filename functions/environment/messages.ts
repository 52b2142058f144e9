/** What an environment must say of its broker of messages. */
import { defaulted, integer, object, optional, string } from 'planesmith/schema';
import { namespace } from './kubernetes.ts';
import { providerConfig } from './provider-config.ts';

const plainName = (what: string) => string(what, { format: 'k8s-long-name', maxLength: 253 });

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
    providerConfig: providerConfig(),
  },
  {
    description:
      'The Kafka, run by Strimzi, that the topics of all claims share; without it, no topics are offered on local and incluster.',
  },
);

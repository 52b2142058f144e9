/** The environment sections `cache`, by target. */
import { boolean, defaulted, object, oneOf, optional, string } from 'planesmith/schema';
import { image, operatorNamespace } from './kubernetes.ts';

export const inclusterCache = object(
  {
    operatorNamespace: operatorNamespace('of Dragonfly'),
    image: optional(image('Dragonfly (when absent, the one that the operator was released with)')),
    tls: defaulted(
      boolean(
        'Whether clients of new caches use TLS. Each cache then has a certificate authority of its own, which is in its Secret. ' +
          'Dapr cannot trust such an authority, so a StateStore can then only use a Database.',
      ),
      true,
    ),
  },
  { description: 'What caches in Kubernetes need. Without it, none are offered on local and incluster.' },
);

export const azureCache = object(
  {
    namePrefix: string(
      "Begins the name of every cache. These are unique among all Azure customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20 },
    ),
    privateEndpoints: oneOf(
      'What creates the private endpoint of each cache and its name in a private DNS zone; without both, no client reaches the cache. ' +
        '`policy`: Azure Policy, which has built-in policies for both.',
      ['policy'],
    ),
  },
  { description: 'What caches on Azure need. Without it, none are offered there.' },
);

/** What an environment must say of its caches. */
import { boolean, defaulted, object, oneOf, optional, string } from 'planesmith/schema';
import { image, operatorNamespace } from './kubernetes.ts';

export const inclusterCache = object(
  {
    operatorNamespace: operatorNamespace('of Dragonfly'),
    image: optional(image('Dragonfly; the one that the operator was released with when absent')),
    tls: defaulted(
      boolean(
        'Whether clients of new caches speak TLS. Each cache then has an authority of its own, which is in its Secret; Dapr cannot be told ' +
          'to trust it, so that a StateStore can only be a Database.',
      ),
      true,
    ),
  },
  { description: 'What caches in Kubernetes need; without it, none are offered on local and incluster.' },
);

export const azureCache = object(
  {
    namePrefix: string(
      "Begins the name of every cache: they are unique among all of Azure's customers, so this must be the company's own.",
      { pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 20 },
    ),
    privateEndpoints: oneOf(
      'Who gives each cache its private endpoint in the network of this cluster, and its name in a private zone, without which nobody ' +
        'reaches it: `policy`, Azure Policy, which has built-in policies for both.',
      ['policy'],
    ),
  },
  { description: 'What caches on Azure need; without it, none are offered there.' },
);

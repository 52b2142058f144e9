/** What an environment must say of its caches. */
import { object, optional } from 'planesmith/schema';
import { image, operatorNamespace } from './kubernetes.ts';

export const inclusterCache = object(
  {
    operatorNamespace: operatorNamespace('of Dragonfly'),
    image: optional(image('Dragonfly; the one that the operator was released with when absent')),
  },
  { description: 'What caches in Kubernetes need; without it, none are offered on local and incluster.' },
);

/** What an environment grants of development namespaces. */
import { integer, object, oneOf, optional, set, string } from 'planesmith/schema';
import { longestLife, quotas } from '../../apis/dev-namespace.ts';
import { namespace } from './kubernetes.ts';

export const namespaces = object(
  {
    quotas: set('The quotas that claims may ask for.', oneOf('A quota.', quotas), { minItems: 1, maxItems: 3 }),
    ttlDays: integer('The longest life in days that a claim may ask for.', { minimum: 1, maximum: longestLife }),
    gitops: optional(
      object(
        {
          namespace: namespace('the GitOps controller'),
          serviceAccount: string('Account of the GitOps controller.', { format: 'k8s-long-name', maxLength: 253 }),
        },
        { description: 'The GitOps controller that may deploy where a claim wants it; without it, none may.' },
      ),
    ),
  },
  { description: 'What development namespaces may be; without it, none are offered.' },
);

export const awsNamespaces = object(
  {
    clusterName: string('Name of this cluster at EKS.', { pattern: '^[0-9A-Za-z][A-Za-z0-9_-]*$', maxLength: 100 }),
    roleARN: string(
      'ARN of the role that their applications act as. EKS tells the role the namespace, by which its policies tell teams apart.',
      { pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/', maxLength: 512 },
    ),
  },
  { description: 'What development namespaces on AWS need; without it, none are offered there.' },
);

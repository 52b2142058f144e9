/** The environment sections `namespaces`: what a DevNamespace may get. */
import { defaulted, integer, object, oneOf, optional, set, string } from 'planesmith/schema';
import { crossplaneNamespace } from '../../apis/crossplane.ts';
import { longestLife, quotas } from '../../apis/dev-namespace.ts';
import { namespace } from './kubernetes.ts';

/** Only from OCI registries does provider-helm pull a chart by its digest (provider-helm pkg/clients/helm/client.go). */
const vcluster = object(
  {
    repository: string('OCI repository that has the chart vcluster, such as oci://registry.example.org/charts.', {
      pattern: '^oci://[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)*$',
      maxLength: 512,
    }),
    version: string('Version of the chart, 0.36 or later.', {
      pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$',
      maxLength: 64,
    }),
    digest: string('Digest of the chart of that version.', { pattern: '^sha256:[0-9a-f]{64}$', maxLength: 71 }),
    providerConfig: defaulted(
      string('ClusterProviderConfig of provider-helm for this cluster. Its rights install the chart.', {
        format: 'k8s-long-name',
        maxLength: 253,
      }),
      'default',
    ),
  },
  {
    description:
      'The chart that new virtual clusters in development namespaces are installed from. Without it, none are offered. A virtual ' +
      'cluster that exists keeps its chart.',
  },
);

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
        { description: 'The GitOps controller that may deploy if a claim says `gitops: true`. Without it, none may.' },
      ),
    ),
    identityNamespace: defaulted(
      namespace('the managed resources that give their applications a cloud identity; it must outlive every claim'),
      crossplaneNamespace,
    ),
    vcluster: optional(vcluster),
  },
  { description: 'What development namespaces may get. Without it, none are offered.' },
);

export const awsNamespaces = object(
  {
    clusterName: string('Name of this cluster at EKS.', { pattern: '^[0-9A-Za-z][A-Za-z0-9_-]*$', maxLength: 100 }),
    roleARN: string(
      'ARN of the role that their applications assume. EKS adds the namespace as a session tag, by which policies tell teams apart.',
      { pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/', maxLength: 512 },
    ),
  },
  { description: 'What development namespaces on AWS need. Without it, none are offered there.' },
);

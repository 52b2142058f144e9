/** The environment sections `namespaces`: what a DevNamespace may get. */
import { defaulted, integer, object, oneOf, optional, set, string } from 'planesmith/schema';
import { crossplaneNamespace } from '../../apis/crossplane.ts';
import { longestLife, quotas } from '../../apis/dev-namespace.ts';
import { apis } from '../../apis/index.ts';
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

/** The kinds of claims that can be in a namespace. */
export const claimKinds: readonly { readonly kind: string; readonly plural: string; readonly version: string }[] =
  Object.values(apis).filter(({ scope }) => scope === 'Namespaced');

const claims = object(
  Object.fromEntries(
    claimKinds.map(({ plural }) => [
      plural,
      optional(integer(`The most ${plural} in one development namespace.`, { minimum: 0, maximum: 1000 })),
    ]),
  ),
  {
    description:
      'How many claims of an API one development namespace may have, whatever its quota. An API that is not listed has 5 with the quota S, ' +
      '10 with M and 20 with L.',
  },
);

const dns = object(
  {
    namespace: defaulted(
      namespace("the pods of the cluster's DNS: kube-system, or openshift-dns on OpenShift"),
      'kube-system',
    ),
    port: defaulted(
      integer('The port of these pods, behind their service: 53, or 5353 on OpenShift.', {
        minimum: 1,
        maximum: 65_535,
      }),
      53,
    ),
    addresses: optional(
      set(
        "Addresses of DNS servers that are no pods, such as a cache on each machine or the cloud's own, at port 53. When absent, that of " +
          'NodeLocal DNSCache (169.254.20.10), and on gcp also that of Cloud DNS (169.254.169.254).',
        string('An IPv4 address.', { format: 'ipv4', maxLength: 15 }),
        { maxItems: 10 },
      ),
    ),
  },
  { description: 'The DNS that pods of a closed namespace reach. When absent, that of a usual cluster.' },
);

export const namespaces = object(
  {
    quotas: set('The quotas that claims may ask for.', oneOf('A quota.', quotas), { minItems: 1, maxItems: 3 }),
    claims: optional(claims),
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
    dns: optional(dns),
    vcluster: optional(vcluster),
  },
  { description: 'What development namespaces may get. Without it, none are offered.' },
);

export const awsNamespaces = object(
  {
    clusterName: string('Name of this cluster at EKS.', { pattern: '^[0-9A-Za-z][A-Za-z0-9_-]*$', maxLength: 100 }),
    roleARN: string(
      'ARN of the role that their applications assume. EKS adds the name of the namespace as a session tag, by which policies tell ' +
        'namespaces apart. A later namespace of the same name gets what they grant.',
      { pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/', maxLength: 512 },
    ),
  },
  { description: 'What development namespaces on AWS need. Without it, none are offered there.' },
);

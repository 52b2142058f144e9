/** The parts of a development namespace that every target has: the namespace, its limits, rights and network policies. */
import { type Claim, main, none, resource, type Unstructured, type WithSections } from 'planesmith/authoring';
import type { Environment } from '../environment/index.ts';
import { linksFor } from '../grants/links.ts';
import { Release } from '../kinds/helm-release.ts';
import { LimitRange } from '../kinds/limit-range.ts';
import { Namespace } from '../kinds/namespace.ts';
import { NetworkPolicy } from '../kinds/network-policy.ts';
import { ResourceQuota } from '../kinds/resource-quota.ts';
import { RoleBinding } from '../kinds/role-binding.ts';
import { ServiceAccount } from '../kinds/service-account.ts';
import { deployerAccess, memberAccess } from './access.ts';
import { type ClaimLists, claimsIn, claimsToCount } from './claims.ts';
import { limitRange, resourceQuota } from './limits.ts';
import { type Agent, inbound, outbound, resolverOf } from './network.ts';
import type { DevNamespacePlan } from './plan.ts';
import type { DevNamespaceRecord } from './status.ts';
import { devNamespaceStatus } from './status.ts';
import { serverLabel } from './vcluster-values.ts';
import { kubeconfigIn, release, requiresKubeconfig } from './vcluster.ts';

/** The annotation that tells the end of a namespace to the policy that deletes the claims in it (compositions/install/expiry.ts). */
const endsAt = ({ group }: Claim) => `${group}/expires-at`;

/** The kinds that every target declares. */
export const commonKinds = {
  namespace: main(Namespace),
  quota: resource(ResourceQuota, { after: ['namespace'] }),
  limits: resource(LimitRange, { after: ['namespace'] }),
  applications: resource(ServiceAccount, { after: ['namespace'] }),
  members: resource(RoleBinding, { after: ['namespace'] }),
  deployer: resource(RoleBinding, { after: ['namespace'] }),
  inbound: resource(NetworkPolicy, { after: ['namespace'] }),
  outbound: resource(NetworkPolicy, { after: ['namespace'] }),
  vcluster: resource(Release, { after: ['namespace'] }),
};

export interface CommonContext {
  readonly claim: Claim;
  readonly plan: DevNamespacePlan;
  readonly record: DevNamespaceRecord;
  readonly environment: Omit<WithSections<Environment, 'namespaces'>, 'aws' | 'gcp' | 'azure'>;
  readonly observed: {
    readonly namespace: Namespace | undefined;
    readonly applications: ServiceAccount | undefined;
    readonly quota: ResourceQuota | undefined;
  };
  /** The agents that give pods the credentials of their cloud identity, if they have one. */
  readonly agents?: readonly Agent[];
  /** The addresses of the cloud's own DNS, if pods ask it. @default none */
  readonly cloudDNS?: readonly string[];
  /** The annotations that give the ServiceAccount of its applications a cloud identity. */
  readonly annotations?: Record<string, string> | undefined;
  readonly reads: ClaimLists & { readonly kubeconfig?: Unstructured | undefined };
  readonly name: (key: 'namespace' | 'applications') => string;
}

/** What every target reads. */
export const commonReads = (
  context: Parameters<typeof claimsToCount>[0] & Parameters<typeof requiresKubeconfig>[0],
) => ({
  ...requiresKubeconfig(context),
  ...claimsToCount(context),
});

/** The resources of `commonKinds`, and the status. */
export function commonParts({
  claim,
  plan,
  record,
  environment,
  observed,
  reads,
  name,
  agents,
  cloudDNS,
  annotations,
}: CommonContext) {
  const { team, members, quota, mostClaims, deployer, virtualCluster, expiresAt } = plan;
  const namespace = name('namespace');
  const place = { namespace };
  const applications = name('applications');
  const noVirtualCluster = none('the claim has no virtual cluster');
  return {
    resources: {
      namespace: Namespace({
        metadata: { labels: { team }, ...(expiresAt && { annotations: { [endsAt(claim)]: expiresAt } }) },
      }),
      quota: resourceQuota(quota, { group: claim.group, most: mostClaims }, place),
      limits: limitRange(quota, place),
      applications: ServiceAccount(
        { ...(annotations && { metadata: { annotations } }), automountServiceAccountToken: false },
        place,
      ),
      members: memberAccess(members, place),
      deployer: deployer === undefined ? none('no GitOps controller deploys into it') : deployerAccess(deployer, place),
      inbound: inbound(place),
      outbound: outbound(place, {
        resolver: resolverOf(environment.namespaces.dns, cloudDNS),
        agents,
        servers: virtualCluster && serverLabel,
      }),
      vcluster: virtualCluster ? release(virtualCluster, { quota, applications }, place) : noVirtualCluster,
    },
    secret: { kubeconfig: virtualCluster ? kubeconfigIn(reads.kubeconfig) : noVirtualCluster },
    secretNamespace: namespace,
    status: devNamespaceStatus(plan, record, {
      namespace: observed.namespace && namespace,
      serviceAccount: observed.applications && applications,
      claims: claimsIn({ claim, observed }, reads),
      links: linksFor({ ...claim, namespace }, environment),
    }),
  };
}

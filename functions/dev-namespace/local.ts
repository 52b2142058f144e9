/** DevNamespace in this cluster: a namespace with all that makes it safe to hand out, each once the namespace exists. */
import { main, none, target } from 'planesmith/runtime';
import { linksFor } from '../links.ts';
import { LimitRange } from '../readiness/limit-range.ts';
import { Namespace } from '../readiness/namespace.ts';
import { NetworkPolicy } from '../readiness/network-policy.ts';
import { ResourceQuota } from '../readiness/resource-quota.ts';
import { RoleBinding } from '../readiness/role-binding.ts';
import { ServiceAccount } from '../readiness/service-account.ts';
import { forDeployer, forMembers } from './access.ts';
import { single, total } from './limits.ts';
import { inbound, outbound } from './network.ts';
import { plan } from './plan.ts';
import { devNamespaceStatus } from './status.ts';

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const restricted = Object.fromEntries(
  ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
);

export const local = target(
  plan,
  {
    resources: {
      namespace: main(Namespace),
      quota: ResourceQuota,
      limits: LimitRange,
      applications: ServiceAccount,
      members: RoleBinding,
      deployer: RoleBinding,
      inbound: NetworkPolicy,
      outbound: NetworkPolicy,
    },
  },
  ({ claim, plan: decided, environment, observed, name }) => {
    const { team, members, quota, deployer } = decided;
    const namespace = name('namespace');
    const place = { namespace, after: ['namespace'] };
    return {
      resources: {
        namespace: Namespace({ metadata: { labels: { ...restricted, team } } }),
        quota: total(quota, place),
        limits: single(quota, place),
        applications: ServiceAccount({ automountServiceAccountToken: false }, place),
        members: forMembers(members, place),
        deployer: deployer === undefined ? none('no GitOps controller deploys into it') : forDeployer(deployer, place),
        inbound: inbound(place),
        outbound: outbound(place),
      },
      secret: {},
      status: devNamespaceStatus(decided, {
        namespace: observed.namespace && namespace,
        serviceAccount: observed.applications && name('applications'),
        links: linksFor({ ...claim, namespace }, environment),
      }),
    };
  },
);

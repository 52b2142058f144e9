/** DevNamespace on Azure: its applications act there as an identity of their own, to which the platform team may give rights. */
import { target } from 'planesmith/authoring';
import { annotationsOf, identity, trust } from '../cloud/azure/identity.ts';
import { FederatedIdentityCredential } from '../kinds/azure-federated-identity-credential.ts';
import { UserAssignedIdentity } from '../kinds/azure-user-assigned-identity.ts';
import { besideOthers, insistOnClusterWide } from './credentials.ts';
import { plan } from './plan.ts';
import { recoverVirtualCluster, requiresKubeconfig } from './vcluster.ts';
import { workplace, workplaceKinds } from './workplace.ts';

export const azure = target(
  plan,
  {
    needs: ['azure.oidcIssuer'],
    resources: { ...workplaceKinds, identity: UserAssignedIdentity, trust: FederatedIdentityCredential },
    requires: requiresKubeconfig,
    recover: ({ identity, vcluster }) => ({
      ...recoverVirtualCluster({ vcluster }),
      account: identity?.spec.forProvider.name,
      region: identity?.spec.forProvider.location,
      group: identity?.spec.forProvider.resourceGroupName,
    }),
  },
  (context) => {
    const { plan: decided, environment, observed, name } = context;
    const { azure: facts } = environment;
    insistOnClusterWide('azure', facts.providerConfig);
    const { account: id = '', region: location = facts.location, group = facts.resourceGroup } = decided.record;
    const place = { azure: facts, location, group, id, existing: observed.identity };
    const annotations = annotationsOf(place, observed.applications);
    const { resources, ...rest } = workplace({ ...context, annotations });
    const namespace = name('namespace');
    return {
      ...rest,
      resources: {
        ...resources,
        identity: identity(place, besideOthers(environment)),
        trust: trust(place, name('identity'), `${namespace}:${name('applications')}`, {
          ...besideOthers(environment),
          after: ['identity'],
        }),
      },
    };
  },
);

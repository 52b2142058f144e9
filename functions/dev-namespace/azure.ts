/** DevNamespace on Azure: its applications act as their own identity, to which the platform team may give rights. */
import { resource } from 'planesmith/authoring';
import { target } from '../bind.ts';
import { azurePlace } from '../cloud/placement.ts';
import { annotationsOf, identity, trust } from '../cloud/azure/identity.ts';
import { FederatedIdentityCredential } from '../kinds/azure-federated-identity-credential.ts';
import { UserAssignedIdentity } from '../kinds/azure-user-assigned-identity.ts';
import { identityNamespace, insistOnClusterWide } from './credentials.ts';
import { devNamespacePlanner } from './plan.ts';
import { recoverVirtualCluster } from './vcluster.ts';
import { commonKinds, commonParts, commonReads } from './common.ts';

export const azure = target(
  devNamespacePlanner,
  {
    environment: ['azure.oidcIssuer'],
    resources: {
      ...commonKinds,
      identity: UserAssignedIdentity,
      trust: resource(FederatedIdentityCredential, { after: ['identity'] }),
    },
    record: {
      decide: { ...azurePlace, account: ({ cloudName }) => cloudName('account', { maxLength: 30 }) },
      recover: ({ identity, vcluster }) => ({
        ...recoverVirtualCluster({ vcluster }),
        account: identity?.spec.forProvider.name,
        region: identity?.spec.forProvider.location,
        group: identity?.spec.forProvider.resourceGroupName,
      }),
    },
    reads: commonReads,
  },
  (context) => {
    const { claim, record, environment, observed, name } = context;
    const { azure: facts } = environment;
    insistOnClusterWide('azure', facts.providerConfig);
    const { account: id, region: location, group } = record;
    const place = { apiGroup: claim.group, azure: facts, location, group, id, existing: observed.identity };
    const annotations = annotationsOf(place, observed.applications);
    const { resources, ...rest } = commonParts({ ...context, annotations });
    const namespace = name('namespace');
    return {
      ...rest,
      resources: {
        ...resources,
        identity: identity(place, identityNamespace(environment)),
        trust: trust(place, name('identity'), `${namespace}:${name('applications')}`, identityNamespace(environment)),
      },
    };
  },
);

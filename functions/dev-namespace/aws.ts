/** DevNamespace on AWS: its applications act as the role that the environment names. */
import { target } from '../bind.ts';
import { managedBy, namedByProvider } from '../cloud/managed.ts';
import { awsPlace } from '../cloud/placement.ts';
import { PodIdentityAssociation } from '../kinds/eks-pod-identity-association.ts';
import { identityNamespace, insistOnClusterWide } from './credentials.ts';
import { devNamespacePlanner } from './plan.ts';
import { recoverVirtualCluster } from './vcluster.ts';
import { commonKinds, commonParts, commonReads } from './common.ts';

/** The agent of EKS Pod Identity (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html). */
const agents = [{ address: '169.254.170.23', port: 80 }];

export const aws = target(
  devNamespacePlanner,
  {
    environment: ['aws.namespaces'],
    resources: { ...commonKinds, identity: PodIdentityAssociation },
    record: {
      decide: { ...awsPlace },
      recover: ({ identity, vcluster }) => ({
        ...recoverVirtualCluster({ vcluster }),
        region: identity?.spec.forProvider.region,
      }),
    },
    reads: commonReads,
  },
  (context) => {
    const { record, environment, observed, name } = context;
    const { providerConfig, namespaces } = environment.aws;
    insistOnClusterWide('aws', providerConfig);
    const { resources, ...rest } = commonParts({ ...context, agents });
    const namespace = name('namespace');
    const identity = PodIdentityAssociation(
      {
        spec: {
          ...namedByProvider(managedBy(providerConfig, { retain: false })),
          forProvider: {
            region: record.region,
            clusterName: observed.identity?.spec.forProvider.clusterName ?? namespaces.clusterName,
            roleArn: namespaces.roleARN,
            namespace,
            serviceAccount: name('applications'),
          },
        },
      },
      identityNamespace(environment),
    );
    return { ...rest, resources: { ...resources, identity } };
  },
);

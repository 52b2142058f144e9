/** DevNamespace on AWS: its applications act there as the role that the environment names, known by their namespace. */
import { Incapable, target } from 'planesmith/runtime';
import { managedBy } from '../managed.ts';
import { PodIdentityAssociation } from '../readiness/eks-pod-identity-association.ts';
import { plan } from './plan.ts';
import { placeIn, workplace, workplaceKinds } from './workplace.ts';

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html */
const agent = { address: '169.254.170.23', port: 80 };

export const aws = target(
  plan,
  {
    needs: ['aws.namespaces'],
    resources: { ...workplaceKinds, identity: PodIdentityAssociation },
    recover: ({ identity }) => ({ region: identity?.spec.forProvider.region }),
  },
  (context) => {
    const { plan: decided, environment, name } = context;
    const { region, providerConfig, namespaces } = environment.aws;
    if (providerConfig.kind === 'ProviderConfig') {
      throw new Incapable(
        'aws.providerConfig.kind is ProviderConfig, which a new namespace does not have; the platform team must name a ' +
          'ClusterProviderConfig in the EnvironmentConfig',
      );
    }
    const { resources, ...rest } = workplace({ ...context, agent });
    const namespace = name('namespace');
    const identity = PodIdentityAssociation(
      {
        spec: {
          ...managedBy(providerConfig, { retain: false }),
          forProvider: {
            region: decided.record.region ?? region,
            clusterName: namespaces.clusterName,
            roleArn: namespaces.roleARN,
            namespace,
            serviceAccount: name('applications'),
          },
        },
      },
      placeIn(namespace),
    );
    return { ...rest, resources: { ...resources, identity } };
  },
);

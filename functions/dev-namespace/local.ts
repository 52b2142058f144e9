/** DevNamespace in this cluster: the namespace and what belongs to it. */
import { target } from 'planesmith/authoring';
import { plan } from './plan.ts';
import { recoverVirtualCluster, requiresKubeconfig } from './vcluster.ts';
import { workplace, workplaceKinds } from './workplace.ts';

export const local = target(
  plan,
  { resources: workplaceKinds, requires: requiresKubeconfig, recover: recoverVirtualCluster },
  workplace,
);

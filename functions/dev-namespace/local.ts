/** DevNamespace in this cluster: the namespace and what belongs to it. */
import { target } from '../bind.ts';
import { devNamespacePlanner } from './plan.ts';
import { recoverVirtualCluster, requiresKubeconfig } from './vcluster.ts';
import { workplace, workplaceKinds } from './workplace.ts';

export const local = target(
  devNamespacePlanner,
  { resources: workplaceKinds, record: { recover: recoverVirtualCluster }, reads: requiresKubeconfig },
  workplace,
);

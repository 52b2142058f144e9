/** DevNamespace in a cluster: the namespace, without an identity in a cloud. */
import { target } from '../bind.ts';
import { devNamespacePlanner } from './plan.ts';
import { recoverVirtualCluster, requiresKubeconfig } from './vcluster.ts';
import { commonParts, commonKinds } from './common.ts';

export const local = target(
  devNamespacePlanner,
  { resources: commonKinds, record: { recover: recoverVirtualCluster }, reads: requiresKubeconfig },
  commonParts,
);

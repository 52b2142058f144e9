/** DevNamespace in a cluster: the namespace, without an identity in a cloud. */
import { target } from '../bind.ts';
import { devNamespacePlanner } from './plan.ts';
import { recoverVirtualCluster } from './vcluster.ts';
import { commonKinds, commonParts, commonReads } from './common.ts';

export const local = target(
  devNamespacePlanner,
  { resources: commonKinds, record: { recover: recoverVirtualCluster }, reads: commonReads },
  commonParts,
);

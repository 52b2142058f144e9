/** Waits for the garbage collector of a new control plane. */
import { platform } from '../../cases/platform.ts';
import { example } from '../../cases/claims.ts';
import { namespace } from './claim.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const name = 'collected';

/**
 * Resolves once the garbage collector knows the kinds of claims, and with them all that were there before. It looks for new kinds every half minute
 * (kubernetes v1.36.3 pkg/controller/garbagecollector/garbagecollector.go, Sync), and neither deletes nor lets go of an object of any other kind.
 */
export async function collectedKinds({ client }: ControlPlane): Promise<void> {
  const owners = `/api/v1/namespaces/${namespace}/configmaps`;
  const owned = `/apis/${platform.group}/v1alpha1/namespaces/${namespace}/resiliencypolicies`;
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
  const { metadata } = await client.create(owners, owner);
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid: metadata.uid }];
  await client.create(owned, { ...example('resiliency-policy.yaml'), metadata: { name, ownerReferences } });
  await client.remove(`${owners}/${name}`);
  await until('the garbage collector to know the kinds of claims', 90, async () => {
    return (await client.get(`${owned}/${name}`)) === undefined || undefined;
  });
}

/** Waits for the garbage collector of a new control plane. */
import type { KubernetesObject } from 'planesmith/testing';
import { platform } from '../../cases/platform.ts';
import { example } from '../../cases/claims.ts';
import { namespace } from './claim.ts';
import { composedKinds } from './crds.ts';
import { until } from './process.ts';
import type { ControlPlane } from './start.ts';

const name = 'collected';

/**
 * Resolves once the garbage collector knows the kinds of claims, and that of `sample`. It looks for new kinds every half minute (kubernetes v1.36.3
 * pkg/controller/garbagecollector/garbagecollector.go, Sync), and neither deletes nor lets go of an object of any other kind.
 */
export async function collectedKinds({ client }: ControlPlane, sample: KubernetesObject): Promise<void> {
  const owners = `/api/v1/namespaces/${namespace}/configmaps`;
  const { metadata } = await client.create(owners, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid: metadata.uid }];
  const kinds = await composedKinds();
  const { plural } = kinds.find(({ apiVersion, kind }) => apiVersion === sample.apiVersion && kind === sample.kind)!;
  const owned = [
    {
      path: `${platform.group}/v1alpha1/namespaces/${namespace}/resiliencypolicies`,
      object: example('resiliency-policy.yaml'),
    },
    { path: `${sample.apiVersion}/namespaces/${namespace}/${plural}`, object: sample },
  ];
  for (const { path, object } of owned)
    await client.create(`/apis/${path}`, { ...object, metadata: { name, ownerReferences } });
  await client.remove(`${owners}/${name}`);
  for (const { path } of owned)
    await until(`the garbage collector to delete ${path}`, 90, async () => {
      return (await client.get(`/apis/${path}/${name}`)) === undefined || undefined;
    });
}

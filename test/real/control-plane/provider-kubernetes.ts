/** The real provider-kubernetes, beside a control plane whose own API server it writes to. */
import { readFile } from 'node:fs/promises';
import type { Program } from './process.ts';
import { startProvider } from './provider.ts';
import { type ControlPlane, systemNamespace } from './start.ts';

const secretName = 'own-cluster';

/** Starts it, with the credentials that environments name: those of the whole cluster, as `default`. */
export async function startProviderKubernetes(plane: ControlPlane): Promise<Program> {
  const { client, kubeconfig } = plane;
  // Its programs read certificates from files, which are there for it too.
  const secret = { kubeconfig: Buffer.from(await readFile(kubeconfig)).toString('base64') };
  await client.apply(`/api/v1/namespaces/${systemNamespace}/secrets/${secretName}`, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, namespace: systemNamespace },
    data: secret,
  });
  const secretRef = { namespace: systemNamespace, name: secretName, key: 'kubeconfig' };
  await client.apply('/apis/kubernetes.m.crossplane.io/v1alpha1/clusterproviderconfigs/default', {
    apiVersion: 'kubernetes.m.crossplane.io/v1alpha1',
    kind: 'ClusterProviderConfig',
    metadata: { name: 'default' },
    spec: { credentials: { source: 'Secret', secretRef } },
  });
  return startProvider(plane, 'provider-kubernetes');
}

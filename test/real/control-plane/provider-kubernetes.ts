/** Starts the real provider-kubernetes, which writes to the API server of its own control plane. */
import { readFile } from 'node:fs/promises';
import { createNamespace } from './claim.ts';
import type { Program } from './process.ts';
import { startProvider } from './provider.ts';
import type { ControlPlane } from './start.ts';

const secretName = 'own-cluster';

/** The namespace of the Kafka cluster in every sample environment. */
export const brokerNamespace = 'kafka';

/**
 * Starts the provider with the ProviderConfig `default` that environments name, which has the rights of an administrator, and makes the namespace of
 * Kafka, into which it writes.
 */
export async function startProviderKubernetes(plane: ControlPlane): Promise<Program> {
  const { client, kubeconfig, systemNamespace } = plane;
  await createNamespace(plane, brokerNamespace);
  const secret = { kubeconfig: Buffer.from(await withAuthority(kubeconfig)).toString('base64') };
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

/** The kubeconfig with its authority inline, because the provider follows no file paths in a Secret. */
async function withAuthority(kubeconfig: string): Promise<string> {
  const config = JSON.parse(await readFile(kubeconfig, 'utf8')) as {
    clusters: { cluster: Record<string, string> }[];
  };
  for (const { cluster } of config.clusters) {
    const { 'certificate-authority': path = '', ...rest } = cluster;
    const data = (await readFile(path)).toString('base64');
    Object.assign(cluster, { ...rest, 'certificate-authority-data': data });
    delete cluster['certificate-authority'];
  }
  return JSON.stringify(config);
}

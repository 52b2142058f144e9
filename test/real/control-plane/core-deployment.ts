/** The Deployment by which people and `planesmith` find Crossplane in a cluster. No kubelet runs it here: `start.ts` does. */
import { readFile } from 'node:fs/promises';
import type { Client } from './client.ts';

const lock = new URL('../tools/core/go.mod', import.meta.url);

/** Creates it with the labels, arguments, account and image of Crossplane's chart (templates/deployment.yaml and _helpers.tpl of v2.4.0). */
export async function createCoreDeployment(client: Client, namespace: string, serviceAccountName: string) {
  const [, version = ''] = /crossplane\/v2 v(\S+)$/m.exec(await readFile(lock, 'utf8')) ?? [];
  const selector = { app: 'crossplane', release: 'crossplane' };
  const labels = {
    ...selector,
    'app.kubernetes.io/component': 'cloud-infrastructure-controller',
    'app.kubernetes.io/part-of': 'crossplane',
    'app.kubernetes.io/name': 'crossplane',
    'app.kubernetes.io/instance': 'crossplane',
    'app.kubernetes.io/version': version,
  };
  const image = `xpkg.crossplane.io/crossplane/crossplane:v${version}`;
  const containers = [{ name: 'crossplane', image, args: ['core', 'start'] }];
  await client.create(`/apis/apps/v1/namespaces/${namespace}/deployments`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'crossplane', namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: selector },
      template: { metadata: { labels }, spec: { serviceAccountName, containers } },
    },
  });
}

/** What the engine knows of Kubernetes' own kinds, against the OpenAPI documents that Kubernetes publishes. */
import { readFileSync } from 'node:fs';
import { kindsOf } from 'planesmith/models';
import { expect, it, onTestFinished, vi } from 'vitest';
import { kubernetesDocument, kubernetesKinds } from '../kubernetes-kinds.ts';

const text = readFileSync(kubernetesKinds, 'utf8');
const content = JSON.parse(text) as { info: { version: string } };

it('is what the Go module of its version publishes', (context) => {
  // Tests ask no network: the Go module is there from an earlier use, or it is not.
  vi.stubEnv('GOPROXY', 'off');
  onTestFinished(() => void vi.unstubAllEnvs());
  let published: string;
  try {
    published = kubernetesDocument(content.info.version);
  } catch {
    return context.skip(`the Go module of Kubernetes ${content.info.version} is not on this machine`);
  }
  expect(text === published, `run \`node test/kubernetes-kinds.ts ${content.info.version}\``).toBe(true);
});

it('has every stable kind that platforms compose, and no unstable version', () => {
  const kinds = kindsOf({ source: 'kinds.json', sha256: '', content });
  const names = kinds.map(({ apiVersion, kind }) => `${kind} ${apiVersion}`);
  expect(names).toEqual(
    expect.arrayContaining([
      'ConfigMap v1',
      'Secret v1',
      'Service v1',
      'ServiceAccount v1',
      'PersistentVolumeClaim v1',
      'Deployment apps/v1',
      'StatefulSet apps/v1',
      'CronJob batch/v1',
      'HorizontalPodAutoscaler autoscaling/v2',
      'PodDisruptionBudget policy/v1',
      'NetworkPolicy networking.k8s.io/v1',
      'Ingress networking.k8s.io/v1',
      'Role rbac.authorization.k8s.io/v1',
      'ClusterRoleBinding rbac.authorization.k8s.io/v1',
      'ValidatingAdmissionPolicy admissionregistration.k8s.io/v1',
      'CustomResourceDefinition apiextensions.k8s.io/v1',
    ]),
  );
  expect(names.filter((name) => /alpha|beta/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

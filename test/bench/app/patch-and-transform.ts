/** The five resources as an input of function-patch-and-transform: finished objects, with patches for the fields that depend on the claim. */
import { type AppSpec, parts } from './parts.ts';

const container = 'spec.template.spec.containers[0]';
const patches: Readonly<Record<keyof typeof parts, readonly (readonly [from: string, to: string])[]>> = {
  deployment: [
    ['spec.image', `${container}.image`],
    ['spec.replicas', 'spec.replicas'],
    ['spec.port', `${container}.ports[0].containerPort`],
    ['spec.cpu', `${container}.resources.requests.cpu`],
    ['spec.memory', `${container}.resources.requests.memory`],
  ],
  service: [['spec.port', 'spec.ports[0].targetPort']],
  autoscaler: [['spec.replicas', 'spec.minReplicas']],
  cluster: [['spec.storageGB', 'spec.storage.size']],
  'external-secret': [['spec.secretPath', 'spec.data[0].remoteRef.key']],
};

/** The step's input for a claim with this `spec`. */
export function patchAndTransformInput(spec: AppSpec): Record<string, unknown> {
  const resources = Object.entries(parts).map(([name, part]) => ({
    name,
    base: { apiVersion: part.apiVersion, kind: part.kind, spec: part.spec(spec) },
    readinessChecks: [readiness(part.kind)],
    patches: [
      { type: 'FromCompositeFieldPath', fromFieldPath: 'metadata.namespace', toFieldPath: 'metadata.namespace' },
      ...patches[name as keyof typeof parts].map(([fromFieldPath, toFieldPath]) => ({
        type: 'FromCompositeFieldPath',
        fromFieldPath,
        toFieldPath,
        ...(toFieldPath.endsWith('storage.size') ? { transforms: [gigabytes] } : {}),
      })),
    ],
  }));
  return { apiVersion: 'pt.fn.crossplane.io/v1beta1', kind: 'Resources', resources };
}

const gigabytes = { type: 'string', string: { type: 'Format', fmt: '%dGi' } };

function readiness(kind: string): object {
  const condition = { Deployment: 'Available', Cluster: 'Ready', ExternalSecret: 'Ready' }[kind];
  if (condition === undefined) return { type: 'None' };
  return { type: 'MatchCondition', matchCondition: { type: condition, status: 'True' } };
}

/** Core's requests for an XR that has long been ready: every resource is observed, with all fields that a cluster adds. */
import { type Resource, RunFunctionRequest } from '@crossplane-org/function-sdk-typescript';
import { encodeRequest } from 'planesmith/codec';
import { type AppSpec, parts } from './parts.ts';
import { patchAndTransformInput } from './patch-and-transform.ts';

type PlainObject = Record<string, any>;

const spec: AppSpec = {
  image: 'registry.example.org/team-a/orders@sha256:3df9103d7f89c8abc2870463d4d446944c81b5f1f4b707c590895dc003ecbb65',
  replicas: 2,
  port: 8080,
  cpu: '250m',
  memory: '256Mi',
  storageGB: 20,
  secretPath: 'team-a/orders',
};
const name = 'orders';
const namespace = 'team-a';
const time = '2026-11-21T00:00:00Z';
const uid = '0b1c2d3e-4f50-4172-8394-a5b6c7d8e9f0';

/** The object as the API server returns it, with uid, owner, managed fields and conditions. */
export function stored(object: PlainObject, conditions: readonly string[] = ['Ready', 'Available']): PlainObject {
  const { metadata = {}, status = {}, ...rest } = object;
  const owner = { apiVersion: 'platform.example.org/v1alpha1', kind: 'App', name, uid, controller: true };
  const by = (manager: string, fields: PlainObject) => ({
    manager,
    operation: 'Apply',
    apiVersion: object['apiVersion'] as string,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(fields),
  });
  return {
    ...rest,
    metadata: {
      ...metadata,
      uid,
      resourceVersion: '184467',
      generation: 3,
      creationTimestamp: time,
      ownerReferences: [owner],
      managedFields: [
        by('apiextensions.crossplane.io/composed', { metadata, ...rest }),
        by('controller', { status: Object.fromEntries(conditions.map((type) => [type, {}])) }),
      ],
    },
    status: {
      observedGeneration: 3,
      ...status,
      conditions: [
        ...((status as PlainObject)['conditions'] ?? []),
        ...conditions.map((type) => ({
          type,
          status: 'True',
          reason: `${type}Reported`,
          message: `The controller of the resource reports ${type}.`,
          observedGeneration: 3,
          lastTransitionTime: time,
        })),
      ],
    },
  };
}

/** The fields of a value in the format of managedFields. */
function fieldsOf(value: unknown): PlainObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [`f:${key}`, fieldsOf(field)]));
}

const resource = (object: PlainObject): Resource => ({ resource: object, connectionDetails: {}, ready: 0 });
const identified = (key: string, kind: string) => ({
  name: key === 'deployment' ? `${name}-app` : `${name}-app-${key}`,
  namespace,
  labels: { 'app.kubernetes.io/name': 'app', 'app.kubernetes.io/instance': name, 'crossplane.io/composite': name },
  annotations: { 'crossplane.io/composition-resource-name': key, 'example.org/kind': kind },
});
const composedObjects = Object.entries(parts).map(([key, part]) => {
  const object = {
    apiVersion: part.apiVersion,
    kind: part.kind,
    metadata: identified(key, part.kind),
    spec: part.spec(spec),
  };
  return [key, object] as const;
});
const xr = stored({ apiVersion: 'platform.example.org/v1alpha1', kind: 'App', metadata: { name, namespace }, spec }, [
  'Synced',
  'Ready',
]);

/** The request that every function under comparison gets; only the fields of its step differ. */
function settled(step: Partial<RunFunctionRequest>): Buffer {
  const observed = composedObjects.map(([key, object]) => [key, resource(stored(object))]);
  return encodeRequest({
    ...RunFunctionRequest.create(),
    meta: { tag: 'f'.repeat(64), capabilities: [1, 2, 3, 4, 5] },
    observed: { composite: resource(xr), resources: Object.fromEntries(observed) },
    ...step,
  });
}

const config = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
const input = { apiVersion: 'planesmith.dev/v1alpha1', kind: 'Input' };

export const requests = {
  planesmith: settled({
    input: { ...input, target: 'incluster', platform: 'platform', platformVersion: '0.1.0' },
    requiredResources: {
      environment: { items: [resource({ ...config, metadata: { name: 'platform' }, data: { name: 'dev' } })] },
      rights: { items: [resource({ ...config, metadata: { name: 'platform-incluster-compose-0-1-0' } })] },
    },
  }),
  plain: settled({}),
  patchAndTransform: settled({ input: patchAndTransformInput(spec) }),
  /** For a function that composes nothing itself: an earlier step desires every resource. */
  desired: settled({
    desired: {
      composite: undefined,
      resources: Object.fromEntries(composedObjects.map(([key, object]) => [key, resource(object)])),
    },
  }),
};

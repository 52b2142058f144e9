/** The schema of `metadata`: CRDs do not have it, since the API server checks metadata itself. Kinds of Kubernetes have it in their templates. */
import type { JsonSchema } from './json-schema.ts';

const string: JsonSchema = { type: 'string' };
const time: JsonSchema = { type: 'string', format: 'date-time' };
const int64: JsonSchema = { type: 'integer', format: 'int64' };
const strings: JsonSchema = { type: 'object', additionalProperties: string };

/** The name of the component in OpenAPI documents of Kubernetes. */
export const objectMetaName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** ObjectMeta: https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/types.go */
export const objectMeta: JsonSchema = {
  type: 'object',
  properties: {
    annotations: strings,
    creationTimestamp: { ...time, nullable: true },
    deletionGracePeriodSeconds: int64,
    deletionTimestamp: { ...time, nullable: true },
    finalizers: { type: 'array', items: string },
    generateName: string,
    generation: int64,
    labels: strings,
    managedFields: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: string,
          fieldsType: string,
          fieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          manager: string,
          operation: string,
          subresource: string,
          time,
        },
      },
    },
    name: string,
    namespace: string,
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: string,
          blockOwnerDeletion: { type: 'boolean' },
          controller: { type: 'boolean' },
          kind: string,
          name: string,
          uid: string,
        },
        required: ['apiVersion', 'kind', 'name', 'uid'],
      },
    },
    resourceVersion: string,
    selfLink: string,
    uid: string,
  },
};

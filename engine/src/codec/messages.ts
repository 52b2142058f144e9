/**
 * The messages of run_function.proto, version v1, whose wire format v1beta1 shares
 * (github.com/crossplane/crossplane/blob/v2.4.0/proto/fn/v1/run_function.proto).
 */
import type {
  Condition,
  CredentialData,
  Credentials,
  Requirements,
  Resource,
  ResourceSelector,
  Resources,
  Result,
  RunFunctionRequest,
  RunFunctionResponse,
  Schema,
  SchemaSelector,
  State,
} from '@crossplane-org/function-sdk-typescript';
import { lazyObject, map, optional, packed, repeated, scalar } from './fields.ts';
import { type Type, message } from './message.ts';
import { bytes, enumeration, int64, largeStruct, struct, text } from './types.ts';

type RequestMeta = NonNullable<RunFunctionRequest['meta']>;
type ResponseMeta = NonNullable<RunFunctionResponse['meta']>;
type Duration = NonNullable<ResponseMeta['ttl']>;
type MatchLabels = NonNullable<ResourceSelector['matchLabels']>;

const zero = <T extends number>() => scalar(enumeration<T>(), 0 as T);

/** A resource as it exists in the cluster. */
const observed = message<Resource>({
  resource: [1, lazyObject()],
  connectionDetails: [2, map(bytes)],
  ready: [3, zero()],
});
/** A resource as an earlier function of the pipeline wants it, passed on without changes. */
const desired = message<Resource>({
  resource: [1, optional(struct)],
  connectionDetails: [2, map(bytes)],
  ready: [3, zero()],
});
const state = (resource: Type<Resource>) =>
  message<State>({ composite: [1, optional(resource)], resources: [2, map(resource)] });
const resources = message<Resources>({ items: [1, repeated(observed)] });

const credentials = message<Credentials>({
  credentialData: [1, optional(message<CredentialData>({ data: [1, map(bytes)] }))],
});

const selector = message<ResourceSelector>({
  apiVersion: [1, scalar(text, '')],
  kind: [2, scalar(text, '')],
  matchName: [3, optional(text)],
  matchLabels: [4, optional(message<MatchLabels>({ labels: [1, map(text)] }))],
  namespace: [5, optional(text)],
});
const requirements = message<Requirements>({
  extraResources: [1, map(selector)],
  resources: [2, map(selector)],
  schemas: [3, map(message<SchemaSelector>({ apiVersion: [1, scalar(text, '')], kind: [2, scalar(text, '')] }))],
});

const result = message<Result>({
  severity: [1, zero()],
  message: [2, scalar(text, '')],
  reason: [3, optional(text)],
  target: [4, optional(enumeration())],
});
const condition = message<Condition>({
  type: [1, scalar(text, '')],
  status: [2, zero()],
  reason: [3, scalar(text, '')],
  message: [4, optional(text)],
  target: [5, optional(enumeration())],
});

export const request = message<RunFunctionRequest>({
  meta: [1, optional(message<RequestMeta>({ tag: [1, scalar(text, '')], capabilities: [2, packed(enumeration())] }))],
  observed: [2, optional(state(observed))],
  desired: [3, optional(state(desired))],
  input: [4, optional(struct)],
  context: [5, optional(struct)],
  extraResources: [6, map(resources)],
  credentials: [7, map(credentials)],
  requiredResources: [8, map(resources)],
  requiredSchemas: [9, map(message<Schema>({ openapiV3: [1, optional(largeStruct)] }))],
});

const duration = message<Duration>({ seconds: [1, scalar(int64, 0)], nanos: [2, zero()] });
export const response = message<RunFunctionResponse>({
  meta: [1, optional(message<ResponseMeta>({ tag: [1, scalar(text, '')], ttl: [2, optional(duration)] }))],
  desired: [2, optional(state(desired))],
  results: [3, repeated(result)],
  context: [4, optional(struct)],
  requirements: [5, optional(requirements)],
  conditions: [6, repeated(condition)],
  output: [7, optional(struct)],
});

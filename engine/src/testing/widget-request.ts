/** Requests as Crossplane makes them for the toy API's claims. */
import type { Resource, RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { Flavour } from '../schema/index.ts';

/** A composed object that exists, with its connection details. */
export interface Existing {
  readonly object: Readonly<Record<string, unknown>>;
  readonly connection?: Readonly<Record<string, string>>;
}

/** A request, with usual values for all that is left out. */
export interface WidgetRequest {
  /** @default 'Widget' */
  readonly kind?: string;
  readonly flavour?: Flavour;
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  /** The target of the Composition. @default 'local' */
  readonly target?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  /** By key. */
  readonly observed?: Readonly<Record<string, Existing>>;
  /** The data of the EnvironmentConfig; `null` if the cluster has none, `'unasked'` for a step that does not require it. */
  readonly environment?: Readonly<Record<string, unknown>> | null | 'unasked';
  /** The objects that Crossplane fetched, by name of the requirement; `null` for one that does not exist. */
  readonly required?: Readonly<Record<string, object | null>>;
  /** The desired state of earlier steps. */
  readonly desired?: RunFunctionRequest['desired'];
  readonly input?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The context of a pipeline whose earlier calls have learnt that the cluster serves the toy kinds with a name that is looked up. */
export const toysServed = {
  'planesmith.dev/kinds': { 'Gear (toys.example.org/v1)': true, 'Login (toys.example.org/v1)': true },
};

export const dev = { name: 'dev', version: '1', maxTeeth: 50, cloud: { region: 'moon' } };

/** A request for a widget, or for another kind of the toy platform. */
export function widgetRequest({
  kind = 'Widget',
  flavour = 'namespaced',
  name = 'orders',
  namespace = 'team-a',
  uid = 'u-1',
  target = 'local',
  spec = {},
  status = {},
  observed = {},
  environment = dev,
  required = {},
  desired,
  input = {},
  context,
}: WidgetRequest = {}): RunFunctionRequest {
  const identity =
    flavour === 'namespaced'
      ? { kind, metadata: { name, namespace, uid }, spec: { ...spec, crossplane: { compositionRef: { name: 'c' } } } }
      : {
          kind: `X${kind}`,
          metadata: { name: `${name}-x7k2p`, uid, labels: { 'crossplane.io/claim-name': name } },
          spec: { ...spec, claimRef: { apiVersion: 'toys.example.org/v1alpha1', kind, name, namespace } },
        };
  const answers = Object.entries(required).map(([key, object]) => [key, resources(object)]);
  const config = { apiVersion: 'apiextensions.crossplane.io/v1beta1', kind: 'EnvironmentConfig' };
  const environmentAnswer =
    environment === 'unasked'
      ? {}
      : { environment: resources(environment && { ...config, metadata: { name: 'toys' }, data: environment }) };
  return {
    meta: { tag: 'the-tag', capabilities: [1, 2, 3, 4, 5] },
    observed: {
      composite: resource({ object: { apiVersion: 'toys.example.org/v1alpha1', ...identity, status } }),
      resources: Object.fromEntries(Object.entries(observed).map(([key, existing]) => [key, resource(existing)])),
    },
    desired,
    input: {
      apiVersion: 'planesmith.dev/v1alpha1',
      kind: 'Input',
      target,
      platform: 'toys',
      platformVersion: '0.1.0',
      ...input,
    },
    context,
    extraResources: {},
    credentials: {},
    requiredResources: { ...environmentAnswer, ...Object.fromEntries(answers) },
    requiredSchemas: {},
  };
}

/** Whether the cluster lacks a kind. */
type Lacks = (kind: { readonly apiVersion: string; readonly kind: string }) => boolean;

/**
 * The request with the objects and schemas that the response requires, as Crossplane repeats it. `cluster` has all objects by name.
 */
export function withRequired(
  request: RunFunctionRequest,
  { requirements, context }: RunFunctionResponse,
  cluster: Readonly<Record<string, object>> = {},
  lacks: Lacks = () => false,
): RunFunctionRequest {
  const answers = Object.entries(requirements?.resources ?? {}).map(([key, { kind, matchName = '', namespace }]) => {
    const found = Object.hasOwn(cluster, matchName) ? (cluster[matchName] as Existing['object']) : undefined;
    const place = (found?.['metadata'] as { readonly namespace?: string } | undefined)?.namespace;
    return [key, resources(found?.['kind'] === kind && (place ?? namespace) === namespace ? found : null)];
  });
  return {
    ...request,
    context: context ?? request.context,
    requiredResources: { ...request.requiredResources, ...Object.fromEntries(answers) },
    requiredSchemas: Object.fromEntries(
      Object.entries(requirements?.schemas ?? {}).map(([key, kind]) => [
        key,
        { openapiV3: lacks(kind) ? undefined : { type: 'object' } },
      ]),
    ),
  };
}

/** The response once its requirements are stable: Crossplane calls until then, with all objects that the last response requires. */
export function settle(
  handler: (request: RunFunctionRequest) => RunFunctionResponse,
  request: RunFunctionRequest,
  cluster: Readonly<Record<string, object>> = {},
  lacks: Lacks = () => false,
): RunFunctionResponse {
  let response = handler(request);
  for (let calls = 1; response.requirements !== undefined && response.results.length === 0; calls += 1) {
    const { requirements } = response;
    response = handler(withRequired(request, response, cluster, lacks));
    if (JSON.stringify(response.requirements) === JSON.stringify(requirements)) return response;
    if (calls > 5) throw new Error('the requirements never become stable');
  }
  return response;
}

function resources(object: object | null | undefined): { items: Resource[] } {
  return { items: object ? [resource({ object: object as Existing['object'] })] : [] };
}

function resource({ object, connection = {} }: Existing): Resource {
  const details = Object.entries(connection).map(([key, value]) => [key, Buffer.from(value)]);
  return { resource: object, connectionDetails: Object.fromEntries(details), ready: 0 };
}

/** One claim in a simulated cluster, changed step by step: the function answers, its answer is applied, owners do their part. */
import type { RunFunctionRequest, RunFunctionResponse } from '@crossplane-org/function-sdk-typescript';
import type { KubernetesObject } from '../render/index.ts';
import type { Handler } from '../runtime/index.ts';
import { type AnyApi, applyDefaults } from '../schema/index.ts';
import { failing } from './failing.ts';
import type { Play, Stage } from './player.ts';

/** What a simulated claim is made from. */
export interface SimulationOptions {
  readonly handler: Handler;
  readonly api: AnyApi;
  readonly play: Play;
  /** The platform's API group. @default 'platform.example.org' */
  readonly group?: string;
  readonly target: string;
  /** The values of its EnvironmentConfig. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** As its author writes it; defaults are filled in, as the API server does. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** @default 'orders' */
  readonly name?: string;
  /** Keys of its Secret that a claim with this spec does not have here. @default none */
  readonly lacks?: (spec: Readonly<Record<string, unknown>>) => readonly string[];
  /** What else stands in the cluster. */
  readonly others?: readonly KubernetesObject[];
}

/** When every simulated claim was made. */
const createdAt = '2024-01-01T00:00:00Z';
const fatal = 1;
const connectionKey = 'connection-secret';

export class SimulatedClaim {
  readonly kind: string;
  readonly target: string;
  readonly name: string;
  environment: Readonly<Record<string, unknown>>;
  spec: Readonly<Record<string, unknown>>;
  status: Readonly<Record<string, unknown>> | undefined;
  createdAt = createdAt;
  /** The key of what the API server refuses as invalid, if it does. */
  rejects: string | undefined;
  /** Whether core may not look up what the function requires: it then applies nothing. */
  isBlind = false;
  #synced = { type: 'Synced', status: 'True', message: '' };
  /** What was composed, by key. */
  readonly objects = new Map<string, KubernetesObject>();
  /** Secrets that owners made, by name. */
  readonly secrets = new Map<string, KubernetesObject>();
  readonly #options: SimulationOptions;

  constructor(options: SimulationOptions) {
    const { api, target, environment, spec = {}, name = 'orders' } = options;
    this.#options = options;
    this.kind = api.kind;
    this.target = target;
    this.name = name;
    this.environment = environment;
    this.spec = applyDefaults(api.spec, spec as never) as Readonly<Record<string, unknown>>;
  }

  /** The function's answer to what is there now, given all that it asks for. */
  ask(): RunFunctionResponse {
    let required: RunFunctionRequest['requiredResources'] = {};
    for (let calls = 0; calls < 5; calls += 1) {
      const response = this.#options.handler(this.#request(required));
      const wanted = Object.entries(response.requirements?.resources ?? {});
      if (wanted.every(([key]) => key in required)) return response;
      if (this.isBlind) return response;
      required = Object.fromEntries(wanted.map(([key, selector]) => [key, { items: this.#find(selector) }]));
    }
    throw new Error(`the requirements of ${this.kind} ${this.name} never settle`);
  }

  /** Asks, and applies the answer unless it is fatal: what is no longer desired is gone. */
  reconcile(): RunFunctionResponse {
    const response = this.ask();
    if (this.isBlind || response.results.some(({ severity }) => severity === fatal)) return response;
    const desired = response.desired?.resources ?? {};
    const before = this.status;
    this.status = response.desired?.composite?.resource?.['status'] as typeof this.status;
    const emptied = emptiedIn(before, this.status);
    if (emptied !== undefined)
      throw new Error(`status${emptied} loses its last entry, of which the API server makes null`);
    for (const key of this.objects.keys()) if (!(key in desired)) this.objects.delete(key);
    const rejected = Object.keys(desired).filter((key) => key === this.rejects);
    this.#synced = rejected.length > 0 ? unsynced(rejected) : { type: 'Synced', status: 'True', message: '' };
    for (const [key, { resource }] of Object.entries(desired)) {
      if (rejected.includes(key)) continue;
      const object = JSON.parse(JSON.stringify(resource)) as KubernetesObject;
      this.objects.set(
        key,
        asOwned(object, this.objects.get(key)?.['status'], this.objects.get(key)?.metadata.finalizers),
      );
    }
    return response;
  }

  /** Lets the owner of the object under `key` bring it to `stage`; one that fails says so in its conditions, and keeps its Secrets. */
  play(key: string, stage: Stage | 'failing'): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    const written = this.#options.play(object, stage === 'failing' ? 'ready' : stage, [...this.objects.values()]);
    const status = stage === 'failing' ? failing(written.status) : written.status;
    this.objects.set(key, asOwned(object, status, written.finalizers));
    if (stage === 'failing') return;
    for (const [name, values] of Object.entries(written.secrets ?? {})) {
      this.secrets.set(name, secret(name, object, values));
    }
  }

  /** Reconciles and makes everything ready until nothing changes; returns the last answer and the number of passes that changed something. */
  settle(): { response: RunFunctionResponse; passes: number } {
    for (let passes = 0; passes < 20; passes += 1) {
      const before = this.fingerprint();
      const response = this.reconcile();
      for (const key of this.objects.keys()) this.play(key, 'ready');
      if (this.fingerprint() === before) return { response, passes };
    }
    throw new Error(`${this.kind} ${this.name} never settles`);
  }

  /** Everything that can change, as text. */
  fingerprint(): string {
    return JSON.stringify([
      this.status,
      this.#synced.status,
      [...this.objects.entries()].toSorted(),
      [...this.secrets.keys()].toSorted(),
    ]);
  }

  /** Keys of its Secret that it does not have here. */
  get lacks(): readonly string[] {
    return this.#options.lacks?.(this.spec) ?? [];
  }

  /** The values of the application's Secret, once it is composed. */
  get secret(): Readonly<Record<string, string>> | undefined {
    const data = this.objects.get(connectionKey)?.['data'] as Record<string, string> | undefined;
    return data && Object.fromEntries(Object.entries(decoded(data)).map(([key, value]) => [key, value.toString()]));
  }

  /** Whether the API server refused a part of the last answer. */
  get isRejected(): boolean {
    return this.#synced.status === 'False';
  }

  #find({ apiVersion, kind, matchName }: { apiVersion: string; kind: string; matchName?: string | undefined }) {
    return [...this.secrets.values(), ...(this.#options.others ?? [])]
      .filter((each) => each.apiVersion === apiVersion && each.kind === kind && each.metadata.name === matchName)
      .map((resource) => ({ resource, connectionDetails: {}, ready: 0 }));
  }

  #request(required: RunFunctionRequest['requiredResources']): RunFunctionRequest {
    const { kind, name, target, spec, status, environment } = this;
    const { api, group = 'platform.example.org' } = this.#options;
    const namespace = api.scope === 'Namespaced' ? { namespace: 'team-a' } : {};
    const metadata = { name, ...namespace, uid: 'u-1', creationTimestamp: this.createdAt };
    const told = { ...status, conditions: [this.#synced] };
    const resource = { apiVersion: `${group}/${api.version}`, kind, metadata, spec, status: told };
    const config = { resource: { data: environment }, connectionDetails: {}, ready: 0 };
    return {
      meta: { tag: '', capabilities: [] },
      input: {
        apiVersion: 'planesmith.dev/v1alpha1',
        kind: 'Input',
        target,
        platform: 'platform',
        platformVersion: '0.1.0',
      },
      observed: {
        composite: { resource, connectionDetails: {}, ready: 0 },
        resources: Object.fromEntries(
          [...this.objects].map(([key, object]) => [
            key,
            { resource: object, connectionDetails: this.#connectionOf(object), ready: 0 },
          ]),
        ),
      },
      desired: { composite: undefined, resources: {} },
      context: {},
      extraResources: {},
      requiredResources: { environment: { items: [config] }, ...required },
      requiredSchemas: {},
      credentials: {},
    };
  }

  /** What core reads from the Secret that a managed resource writes. */
  #connectionOf({ spec }: KubernetesObject): Record<string, Buffer> {
    const { name } =
      (spec as { writeConnectionSecretToRef?: { name?: string } } | undefined)?.writeConnectionSecretToRef ?? {};
    return decoded(
      (name === undefined ? undefined : this.secrets.get(name)?.['data']) as Record<string, string> | undefined,
    );
  }
}

/**
 * The path of a map or list that had entries and now is there without any: server-side apply makes null of it
 * (sigs.k8s.io/structured-merge-diff typed/remove.go), which a custom resource cannot hold; undefined where there is none.
 */
function emptiedIn(before: unknown, after: unknown): string | undefined {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return undefined;
  if (Object.keys(after).length === 0) return Object.keys(before).length === 0 ? undefined : '';
  for (const [key, value] of Object.entries(after)) {
    const deeper = emptiedIn((before as Record<string, unknown>)[key], value);
    if (deeper !== undefined) return `.${key}${deeper}`;
  }
  return undefined;
}

/** As core says it (composite/reconciler.go of v2.4.0). */
function unsynced(keys: readonly string[]) {
  return { type: 'Synced', status: 'False', message: `Unsynced resources: ${keys.join(', ')}` };
}

/** The object with what its owner writes of it, and nothing else of that. */
function asOwned(
  { status: _, metadata: { finalizers: _before, ...metadata }, ...object }: KubernetesObject,
  status: unknown,
  finalizers: readonly string[] = [],
): KubernetesObject {
  const own = finalizers.length > 0 ? { ...metadata, finalizers } : metadata;
  return { ...object, metadata: own, ...(status !== undefined && { status }) } as KubernetesObject;
}

/** A Secret that the owner of `maker` wrote for it. */
function secret(name: string, maker: KubernetesObject, values: Readonly<Record<string, string>>): KubernetesObject {
  const data = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  const { apiVersion, kind } = maker;
  const { name: of = '', namespace } = maker.metadata;
  const ownerReferences = [{ apiVersion, kind, name: of, uid: 'u-2', controller: true }];
  const metadata = { name, ...(namespace !== undefined && { namespace }), ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: Object.fromEntries(data) };
}

function decoded(data: Readonly<Record<string, string>> = {}): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
}
